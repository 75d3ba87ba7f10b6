package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"parley/internal/desk"
)

// printTable writes rows in columns under a heading.
func printTable(w io.Writer, heading []string, rows [][]string) error {
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, row := range append([][]string{heading}, rows...) {
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print table: %w", err)
	}
	return nil
}

// everyPage gathers a list page by page.
func everyPage[T any](list func(desk.Page) (desk.Listing[T], error)) ([]T, error) {
	var items []T
	for page := (desk.Page{Number: 1, Limit: desk.MaxLimit}); ; page.Number++ {
		listing, err := list(page)
		if err != nil {
			return nil, err
		}
		items = append(items, listing.Items...)
		if page.Number >= listing.Pages() {
			return items, nil
		}
	}
}

// moment writes a time for a table, or otherwise where there is none.
func moment(t *time.Time, otherwise string) string {
	if t == nil {
		return otherwise
	}
	return t.UTC().Format("2006-01-02 15:04 MST")
}

func yesNo(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}
