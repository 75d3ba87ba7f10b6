package desk

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// ParseQuery splits a raw query strictly: what cannot be parsed is an error
// rather than dropped.
func ParseQuery(raw string) (url.Values, FieldErrors) {
	var errs FieldErrors
	query, err := url.ParseQuery(raw)
	if err != nil {
		errs.Add("query", "malformed", "the query must be name=value pairs joined by &, with % escapes")
	}
	return query, errs
}

// knownOnly complains about parameters that are not in the list, about so many
// of them at most as bounds the work and the answer.
func knownOnly(query url.Values, errs *FieldErrors, known ...string) {
	for _, name := range sortedKeys(query) {
		if len(*errs) == MaxListed {
			return
		}
		if !slices.Contains(known, name) {
			errs.Add(name, "unknown_parameter", strconv.Quote(name)+" is not a parameter here; it takes "+oneOf(known), known...)
		}
	}
}

func sortedKeys(query url.Values) []string {
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// single returns the one value of a parameter; repeated or empty is an error.
func single(query url.Values, name string, errs *FieldErrors) (value string, sent bool) {
	values, sent := query[name]
	switch {
	case !sent:
		return "", false
	case len(values) > 1:
		errs.Add(name, "repeated", name+" must be given once")
		return "", false
	case strings.TrimSpace(values[0]) == "":
		errs.Add(name, "empty", name+" must not be empty; leave it out instead")
		return "", false
	}
	return values[0], true
}

// list returns the values of a comma list, in order and each once.
func list(query url.Values, name string, errs *FieldErrors) []string {
	text, sent := single(query, name, errs)
	if !sent {
		return nil
	}
	var values []string
	for _, v := range strings.Split(text, ",") {
		if slices.Contains(values, v) {
			continue
		}
		// Stopping here bounds the work that a long query can cause.
		if len(values) == MaxListed {
			errs.Add(name, "too_many", name+" takes at most "+strconv.Itoa(MaxListed)+" values")
			return nil
		}
		values = append(values, v)
	}
	return values
}

func parseWords[T ~string](query url.Values, name string, allowed []T, errs *FieldErrors) []T {
	var words []T
	for _, v := range list(query, name, errs) {
		if !slices.Contains(allowed, T(v)) {
			all := Words(allowed)
			errs.Add(name, "not_in_list", name+" must be "+oneOf(all)+", or several of them joined by commas", all...)
			return nil
		}
		words = append(words, T(v))
	}
	return words
}

func parseIDs[T ~int64](query url.Values, name string, errs *FieldErrors) []T {
	var ids []T
	for _, v := range list(query, name, errs) {
		id, ok := ParseID[T](v)
		if !ok {
			errs.Add(name, "invalid", name+" must be an id, which is a decimal number, or several of them joined by commas")
			return nil
		}
		ids = append(ids, id)
	}
	return ids
}

// CanonicalQuery turns the query of a form without scripts into the one that a
// page's URL has: empties and unknown names dropped, repeats joined by commas.
func CanonicalQuery(query url.Values, known []string) url.Values {
	canonical := url.Values{}
	for name, values := range query {
		if !slices.Contains(known, name) {
			continue
		}
		var kept []string
		for _, v := range values {
			if v = strings.TrimSpace(v); v != "" && !slices.Contains(kept, v) {
				kept = append(kept, v)
			}
		}
		if len(kept) > 0 {
			canonical.Set(name, strings.Join(kept, ","))
		}
	}
	return canonical
}

// EncodeQuery writes a query with its names in order and its commas readable.
func EncodeQuery(query url.Values) string {
	return strings.ReplaceAll(query.Encode(), "%2C", ",")
}
