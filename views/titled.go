package views

import (
	"net/url"

	"parley/internal/desk"
	"parley/views/layout"
)

// titled returns the shell with a title, for pages whose title needs no more.
func titled(s layout.Shell, title string) layout.Shell {
	s.Title = title
	return s
}

func queryPart(query url.Values) string {
	if encoded := desk.EncodeQuery(query); encoded != "" {
		return "?" + encoded
	}
	return ""
}
