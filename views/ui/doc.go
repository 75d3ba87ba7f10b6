// Package ui holds the parts that pages are made of: buttons, fields, tables,
// pagination, notices. They know nothing of conversations; each is a pure
// function of its props, works without scripts and names its classes whole, so
// that the stylesheet can be built by reading the source.
package ui
