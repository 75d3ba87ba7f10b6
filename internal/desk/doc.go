// Package desk is Parley's vocabulary: the nouns of a helpdesk, what makes
// them valid, who may do what to them, and the errors that say why not.
//
// It imports the standard library only and knows neither SQL nor HTTP. Every
// rule about permissions and visibility stands here once; the store turns it
// into WHERE clauses and the pages and the API ask the same functions.
package desk
