package layout

// Contents is one part of a page's table of contents.
type Contents struct {
	Label string
	Lines []ContentsLine
}

// ContentsLine leads to a place on the page.
type ContentsLine struct {
	ID    string
	Label string
	Mark  string // a short word at the end of the line; may be empty
}
