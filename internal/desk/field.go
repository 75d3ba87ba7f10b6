package desk

// Field is one value of a request, with the three things a client can do with
// it told apart: leave it out (the zero Field), send null, or send a value.
type Field[T any] struct {
	Set   bool // the client named the field
	Null  bool // … and sent null; Value is then the zero value
	Value T
}

// Value returns a Field that was sent with v.
func Value[T any](v T) Field[T] { return Field[T]{Set: true, Value: v} }

// Null returns a Field that was sent as null.
func Null[T any]() Field[T] { return Field[T]{Set: true, Null: true} }

// Or returns the value sent, or fallback where none was.
func (f Field[T]) Or(fallback T) T {
	if f.Set && !f.Null {
		return f.Value
	}
	return fallback
}
