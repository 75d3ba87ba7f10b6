package api

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// envelope is what every answer but the document comes in.
type envelope struct {
	Success    bool            `json:"success"`
	Data       any             `json:"data,omitempty"`
	Pagination *paginationJSON `json:"pagination,omitempty"`
}

// paginationJSON says where in a list a page stands.
type paginationJSON struct {
	Total      int `json:"total"`
	Page       int `json:"page"`
	Limit      int `json:"limit"`
	TotalPages int `json:"totalPages"`
}

// send answers with the data in its envelope.
func (r *request) send(status int, data any) error {
	return r.encode(status, envelope{Success: true, Data: data})
}

// done answers that it is done, where there is nothing to show.
func (r *request) done() error { return r.encode(http.StatusOK, envelope{Success: true}) }

func (r *request) encode(status int, answer envelope) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	r.tellReplayed()
	return r.Blob(status, echo.MIMEApplicationJSON, text)
}

// sendTagged answers with a record that has versions, or, to a GET by someone
// who has this very answer already, that nothing has changed.
func (r *request) sendTagged(status int, version int64, data any) error {
	text, err := json.Marshal(envelope{Success: true, Data: data})
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	tag := etag(version, text)
	r.Response().Header().Set("ETag", tag)
	method := r.Request().Method
	if (method == http.MethodGet || method == http.MethodHead) && noneMatches(r.Request().Header, tag) {
		return r.NoContent(http.StatusNotModified)
	}
	r.tellReplayed()
	return r.Blob(status, echo.MIMEApplicationJSON, text)
}

// sendCreated answers with a record that has just come to be at the location.
func (r *request) sendCreated(location string, version int64, data any) error {
	r.Response().Header().Set(echo.HeaderLocation, location)
	return r.sendTagged(http.StatusCreated, version, data)
}

// sendList answers with one page of a list, never with null for an empty one.
func sendList[T, J any](r *request, list desk.Listing[T], show func(T) J) error {
	return r.encode(http.StatusOK, envelope{
		Success: true,
		Data:    showAll(list.Items, show),
		Pagination: &paginationJSON{
			Total: list.Total, Page: list.Page.Number, Limit: list.Page.Limit, TotalPages: list.Pages(),
		},
	})
}

func showAll[T, J any](items []T, show func(T) J) []J {
	shown := make([]J, 0, len(items))
	for _, item := range items {
		shown = append(shown, show(item))
	}
	return shown
}
