package ui

import (
	"fmt"
	"strconv"
)

// Pagination is one page of a list among its pages. URL and LimitURL return
// where a page, or the first page of another size, is to be found.
type Pagination struct {
	Label    string // what is paged, such as "Conversations"
	Page     int    // from 1
	Limit    int
	Total    int
	URL      func(page int) string
	LimitURL func(limit int) string
}

// Pages returns how many pages there are, at least one.
func (p Pagination) Pages() int {
	return max(1, (p.Total+p.Limit-1)/p.Limit)
}

// Range returns what the page shows of the whole: "51–100 of 208".
func (p Pagination) Range() string {
	first := (p.Page-1)*p.Limit + 1
	last := min(p.Page*p.Limit, p.Total)
	if first > last {
		return "0 of " + Number(p.Total)
	}
	return fmt.Sprintf("%s–%s of %s", Number(first), Number(last), Number(p.Total))
}

// PageOf returns the page's place in words: "Page 2 of 5".
func (p Pagination) PageOf() string {
	return "Page " + Number(p.Page) + " of " + Number(p.Pages())
}

// Window returns the page numbers to offer: the first, the last, and the
// current with a neighbour on each side; 0 stands for a gap of two or more.
func (p Pagination) Window() []int {
	pages := p.Pages()
	var window []int
	for n := 1; n <= pages; n++ {
		near := n >= p.Page-1 && n <= p.Page+1
		if n == 1 || n == pages || near || (n == 2 && p.Page == 4) || (n == pages-1 && p.Page == pages-3) {
			window = append(window, n)
		} else if window[len(window)-1] != 0 {
			window = append(window, 0)
		}
	}
	return window
}

// Limits returns the page sizes to offer.
func (p Pagination) Limits() []int { return []int{25, 50, 100} }

// Number writes a count as people read it: 1904 is "1,904".
func Number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Count writes a number with its noun: "1 conversation", "208 conversations".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}
