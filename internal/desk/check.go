package desk

import "slices"

// required runs check on a field that must be sent, and not as null.
func required[T any](errs *FieldErrors, name string, field *Field[T], check func(*T)) {
	if !field.Set {
		errs.Add(name, "required", name+" is required")
		return
	}
	optional(errs, name, field, check)
}

// optional runs check on a field that may be left out but not be null. A field
// that the decoder has already complained about is not looked at again.
func optional[T any](errs *FieldErrors, name string, field *Field[T], check func(*T)) {
	switch {
	case !field.Set || errs.Has(name):
	case field.Null:
		errs.Add(name, "null", name+" must not be null")
	default:
		check(&field.Value)
	}
}

// nullable runs check on a field that may be left out or be null.
func nullable[T any](errs *FieldErrors, name string, field *Field[T], check func(*T)) {
	if field.Set && !field.Null && !errs.Has(name) {
		check(&field.Value)
	}
}

func listed[T ~string](errs *FieldErrors, name string, value T, allowed []T) {
	if !slices.Contains(allowed, value) {
		words := Words(allowed)
		errs.Add(name, "not_in_list", name+" must be "+oneOf(words), words...)
	}
}
