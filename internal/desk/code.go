package desk

import "strings"

// codeOf tells of each sign of a text whether it stands in code, as Markdown has it:
// in a block between fences, in an indented block, or between backticks.
func codeOf(text string) []bool {
	s := codeScan{}
	for _, l := range strings.SplitAfter(text, "\n") {
		s.line([]rune(l))
	}
	s.endParagraph()
	return s.code
}

// codeScan reads a text line by line.
type codeScan struct {
	code      []bool
	paragraph []rune // what has been read and not been searched for spans
	fence     string // what began the block; empty outside of one
	indented  bool   // the line before was one of an indented block
	listed    bool   // a list has begun, whose paragraphs are indented and no code
}

func (s *codeScan) line(line []rune) {
	content, indent := unquoted(line)
	blank := len(content) == 0
	fence := fenceOf(content)
	switch {
	case s.fence != "":
		s.mark(line)
		if indent < 4 && strings.HasPrefix(fence, s.fence) && strings.Trim(string(content), fence[:1]) == "" {
			s.fence = ""
		}
	case indent < 4 && fence != "" && (fence[0] == '~' || strings.Count(string(content), "`") == len(fence)):
		s.endParagraph()
		s.mark(line)
		s.fence = fence
	case blank:
		s.endParagraph()
		s.code = append(s.code, make([]bool, len(line))...)
	case indent >= 4 && !s.listed && (s.indented || len(s.paragraph) == 0):
		s.mark(line)
		s.indented = true
	default:
		if indent < 4 {
			s.listed = startsItem(content) || (s.listed && len(s.paragraph) > 0)
		}
		s.paragraph = append(s.paragraph, line...)
		s.indented = false
	}
}

// mark takes a line as code.
func (s *codeScan) mark(line []rune) {
	for range line {
		s.code = append(s.code, true)
	}
}

// endParagraph marks what stands between as many backticks as began it. They do not
// reach beyond the paragraph.
func (s *codeScan) endParagraph() {
	text := s.paragraph
	code := make([]bool, len(text))
	for i := 0; i < len(text); {
		if text[i] != '`' {
			if text[i] == '\\' {
				i++ // What follows begins nothing.
			}
			i++
			continue
		}
		n := run(text[i:])
		end := closing(text[i+n:], n)
		if end < 0 {
			i += n
			continue
		}
		for j := i; j < i+n+end+n; j++ {
			code[j] = true
		}
		i += n + end + n
	}
	s.code = append(s.code, code...)
	s.paragraph = nil
}

// run returns how many backticks a text begins with.
func run(text []rune) int {
	n := 0
	for n < len(text) && text[n] == '`' {
		n++
	}
	return n
}

// closing returns where n backticks, no more and no fewer, stand next; or -1.
func closing(text []rune, n int) int {
	for i := 0; i < len(text); {
		if text[i] != '`' {
			i++
			continue
		}
		m := run(text[i:])
		if m == n {
			return i
		}
		i += m
	}
	return -1
}

// unquoted returns a line without the signs of a quotation and the blanks around
// it, and how far it is indented.
func unquoted(line []rune) (content []rune, indent int) {
	for i, r := range line {
		switch r {
		case ' ':
			indent++
		case '\t':
			indent += 4
		case '>':
			if indent > 3 {
				return trimmed(line[i:]), indent
			}
			indent = -1 // One blank after it belongs to it.
		default:
			return trimmed(line[i:]), max(0, indent)
		}
	}
	return nil, 0
}

func trimmed(line []rune) []rune { return []rune(strings.TrimSpace(string(line))) }

// fenceOf returns the three or more signs that begin or end a block of code.
func fenceOf(content []rune) string {
	n := 0
	for n < len(content) && content[n] == content[0] && (content[0] == '`' || content[0] == '~') {
		n++
	}
	if n < 3 {
		return ""
	}
	return string(content[:n])
}

// startsItem tells whether a line begins an item of a list.
func startsItem(content []rune) bool {
	mark, _, spaced := strings.Cut(string(content), " ")
	if len(mark) == 1 {
		return spaced && strings.Contains("-*+", mark)
	}
	number := strings.TrimRight(mark, ".)")
	return spaced && len(number) == len(mark)-1 && strings.Trim(number, "0123456789") == ""
}
