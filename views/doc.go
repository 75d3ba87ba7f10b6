// Package views is what people see: every page as a function of one typed view
// model. A model says what to draw and, by booleans such as CanWrite, which
// controls the reader may use; no template decides about permissions, and a
// control that may not be used is not drawn.
package views
