package views

// APIProblemExample returns a problem as it is answered to a list of
// conversations that is asked for with limit=500.
func APIProblemExample() string {
	return `{
  "success": false,
  "type": "/problems/bad-request",
  "title": "Bad request",
  "status": 400,
  "code": "bad_request",
  "detail": "The query is not understood: limit must be a whole number from 1 to 100.",
  "errors": [
    { "field": "limit", "code": "invalid", "message": "limit must be a whole number from 1 to 100" }
  ],
  "requestId": "k3vq7mzt2xw5nbya"
}`
}

func apiListExample() string {
	return `{
  "success": true,
  "data": [ … ],
  "pagination": { "total": 208, "page": 1, "limit": 50, "totalPages": 5 }
}`
}
