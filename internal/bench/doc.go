// Package bench measures Parley as people and programs meet it, over HTTP, and what
// the server does by itself: on real databases, at sizes that make a difference. It
// has benchmarks only; make bench runs them.
package bench
