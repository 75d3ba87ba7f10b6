package desk

import (
	"net/url"
	"strconv"
)

// Page says which part of a list is wanted.
type Page struct {
	Number int // from 1
	Limit  int // items a page, 1 to MaxLimit
	// Usual is the limit that goes without saying, where it is not DefaultLimit.
	Usual int
}

// DefaultLimit is how many items a page has where the request does not say.
const DefaultLimit = 50

// Offset returns how many items come before the page.
func (p Page) Offset() int64 { return int64(p.Number-1) * int64(p.Limit) }

// Of returns how many pages a list of total items has.
func (p Page) Of(total int) int { return (total + p.Limit - 1) / p.Limit }

// Listing is one page of a list together with how many items there are in all.
type Listing[T any] struct {
	Items []T
	Total int
	Page  Page
}

// Pages returns how many pages the list has.
func (l Listing[T]) Pages() int { return l.Page.Of(l.Total) }

// ParsePage reads page and limit from a query.
func ParsePage(query url.Values, errs *FieldErrors) Page {
	return Page{
		Number: parseNumber(query, "page", 1, MaxPage, errs),
		Limit:  parseNumber(query, "limit", DefaultLimit, MaxLimit, errs),
	}
}

func parseNumber(query url.Values, name string, fallback, max int, errs *FieldErrors) int {
	text, sent := single(query, name, errs)
	if !sent {
		return fallback
	}
	n, ok := ParseID[int64](text)
	if !ok || n > int64(max) {
		errs.Add(name, "invalid", name+" must be a whole number from 1 to "+strconv.Itoa(max))
		return fallback
	}
	return int(n)
}

// Query returns the canonical query of the page, with the defaults dropped.
func (p Page) Query() url.Values {
	query := url.Values{}
	p.encode(query)
	return query
}

// encode adds what is not the default to a query.
func (p Page) encode(query url.Values) {
	if p.Number > 1 {
		query.Set("page", strconv.Itoa(p.Number))
	}
	usual := p.Usual
	if usual == 0 {
		usual = DefaultLimit
	}
	if p.Limit != usual && p.Limit != 0 {
		query.Set("limit", strconv.Itoa(p.Limit))
	}
}
