package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"parley/internal/desk"
)

// maxMembers bounds the work that an object of unknown names can make.
const maxMembers = 100

// member is one name and its value in a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// decode reads the JSON object of a request into the body's properties. What is
// not one well-formed object is an error, a 400. What is wrong with a property
// goes into problems instead, so that the store can say first that there is no
// such record, or that it has changed.
func (b *body) decode(text []byte, problems *desk.FieldErrors) error {
	members, err := splitObject(text)
	if err != nil {
		return err
	}
	for _, m := range members {
		if p, known := b.property(m.name); known {
			p.put(m.value, problems)
			continue
		}
		problems.Add(m.name, "unknown_field",
			strconv.Quote(m.name)+" is not a field here; names are exact, case included", b.names()...)
	}
	return nil
}

// splitObject parses one JSON object strictly (RFC 8259 with the demands of RFC
// 7493): UTF-8 without lone surrogates, no name twice, nothing after it.
func splitObject(text []byte) ([]member, error) {
	if err := checkJSON(text); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if first, err := decoder.Token(); err != nil || first != json.Delim('{') {
		return nil, badRequest("The body must be one JSON object.", nil)
	}
	var members []member
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, malformed(err)
		}
		m := member{name: token.(string)} // checkJSON has seen to it
		if err := decoder.Decode(&m.value); err != nil {
			return nil, malformed(err)
		}
		if seen[m.name] {
			return nil, duplicate(m.name)
		}
		if seen[m.name] = true; len(seen) > maxMembers {
			return nil, badRequest("The body has too many fields.", nil)
		}
		members = append(members, m)
	}
	return members, nil
}

func checkJSON(text []byte) error {
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return badRequest("The body is empty; it must be one JSON object.", nil)
	case !utf8.Valid(text):
		return badRequest("The body must be UTF-8.", nil)
	}
	var whole json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		return malformed(err)
	}
	if loneSurrogate(text) {
		return badRequest(`The body has half of a surrogate pair, such as \ud83d without \ude00.`, nil)
	}
	return nil
}

func malformed(err error) error {
	detail := "The body is not well-formed JSON."
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		detail = fmt.Sprintf("The body is not well-formed JSON, at byte %d: %s.", syntax.Offset, syntax)
	}
	return badRequest(detail, nil)
}

func duplicate(name string) error {
	var errs desk.FieldErrors
	errs.Add(name, "duplicate", strconv.Quote(name)+" must be given once")
	return badRequest("The body names a field twice.", errs)
}

// loneSurrogate tells whether well-formed JSON has an escape that is half of a
// pair; the standard library would replace it with U+FFFD and say nothing.
func loneSurrogate(text []byte) bool {
	high := false // the escape just before was the first half
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			if high {
				return true
			}
			continue
		}
		i++
		low := false
		if text[i] == 'u' {
			code, _ := strconv.ParseUint(string(text[i+1:i+5]), 16, 16)
			i += 4
			low = code >= 0xDC00 && code <= 0xDFFF
			if low != high {
				return true
			}
			high = code >= 0xD800 && code <= 0xDBFF
			continue
		}
		if high {
			return true
		}
	}
	return high
}
