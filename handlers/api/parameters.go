package api

import (
	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

// The parameters as the document describes them. The desk decodes them; a test
// holds the two together.

func conversationQuery() []*openapi3.Parameter {
	assignee := openapi3.NewStringSchema().WithPattern("^([1-9][0-9]*|none)$")
	return append([]*openapi3.Parameter{
		anyOf("status", words(desk.Words(desk.Statuses()))),
		anyOf("priority", words(desk.Words(desk.Priorities()))),
		anyOf("assignedTo", assignee).WithDescription("Users' ids, or none for what is assigned to nobody; several are joined by commas."),
		anyOf("inboxId", idSchema()),
		anyOf("customerId", idSchema()),
		anyOf("channel", words(desk.Words(desk.Channels()))),
		anyOf("source", words(desk.Words(desk.Sources()))),
		anyOf("tag", openapi3.NewStringSchema().WithMaxLength(desk.MaxTag)).WithDescription("Names of tags, in whatever case; conversations that have one of them. Several are joined by commas."),
		openapi3.NewQueryParameter("snoozed").
			WithDescription("Only those that are snoozed, or only the others. What is merged into another counts as not snoozed.").
			WithSchema(words(desk.Words(desk.Sleeps()))),
		openapi3.NewQueryParameter("sort").
			WithDescription("The order; with - descending. Ties are broken by id. By snoozedUntil those that are not snoozed come after all that are.").
			WithSchema(words(desk.Sorts()).WithDefault(desk.DefaultSort.String())),
	}, pageQuery()...)
}

func customerQuery() []*openapi3.Parameter {
	q := openapi3.NewQueryParameter("q").WithDescription("Finds by name, address or number.").
		WithSchema(openapi3.NewStringSchema().WithMinLength(1).WithMaxLength(desk.MaxSearch))
	return append([]*openapi3.Parameter{q}, pageQuery()...)
}

func pageQuery() []*openapi3.Parameter {
	page := openapi3.NewIntegerSchema().WithMin(1).WithMax(desk.MaxPage).WithDefault(1)
	limit := openapi3.NewIntegerSchema().WithMin(1).WithMax(desk.MaxLimit).WithDefault(desk.DefaultLimit)
	return []*openapi3.Parameter{
		openapi3.NewQueryParameter("page").WithSchema(page),
		openapi3.NewQueryParameter("limit").WithDescription("Items a page.").WithSchema(limit),
	}
}

// anyOf is a parameter with one value or several joined by commas.
func anyOf(name string, value *openapi3.Schema) *openapi3.Parameter {
	explode := false
	list := openapi3.NewArraySchema().WithItems(value).WithMinItems(1).WithMaxItems(desk.MaxListed)
	p := openapi3.NewQueryParameter(name).WithDescription("All where left out; several are joined by commas.").WithSchema(list)
	p.Style, p.Explode = openapi3.SerializationForm, &explode
	return p
}

func words(allowed []string) *openapi3.Schema {
	schema := openapi3.NewStringSchema()
	schema.Enum = enum(allowed)
	return schema
}

func enum(words []string) []any {
	list := make([]any, len(words))
	for i, w := range words {
		list[i] = w
	}
	return list
}

func idSchema() *openapi3.Schema { return openapi3.NewStringSchema().WithPattern(idPattern) }
