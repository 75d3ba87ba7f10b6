package api

import "github.com/getkin/kin-openapi/openapi3"

// fileContent describes a request that carries one file (RFC 7578).
func fileContent() openapi3.Content {
	file := openapi3.NewStringSchema().WithFormat("binary")
	file.Description = "The file, with its name; what it is, its content says."
	form := openapi3.NewObjectSchema().WithProperty("file", file).WithRequired([]string{"file"})
	return openapi3.NewContentWithFormDataSchema(form)
}

// fileResponse describes an answer of bytes of whatever type.
func fileResponse(about string) *openapi3.Response {
	response := openapi3.NewResponse().WithDescription(about + ".").WithContent(openapi3.Content{"*/*": openapi3.NewMediaType()})
	setHeader(response, "ETag", "The SHA-256 of the whole, for If-None-Match and If-Range.")
	return response
}
