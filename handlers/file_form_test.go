package handlers

// dot is a PNG of one black pixel.
const dot = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" +
	"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"

const (
	fileBoundary = "a-boundary-of-parts"
	fileForm     = "multipart/form-data; boundary=" + fileBoundary
)

// fileBody returns a form with one file, as browsers send it.
func fileBody(name, content string) string {
	return filePart("file", name, content) + "--" + fileBoundary + "--\r\n"
}

func filePart(field, name, content string) string {
	return "--" + fileBoundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + name + "\"\r\n" +
		"Content-Type: application/octet-stream\r\n\r\n" + content + "\r\n"
}

func fieldPart(field, value string) string {
	return "--" + fileBoundary + "\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value + "\r\n"
}
