package media_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"parley/internal/media"
)

var bounds = media.Bounds{Width: 320, Height: 240, Pixels: 1_000_000}

func plain(width, height int, c color.Color) image.Image {
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{c})
	return m
}

func encoded(t *testing.T, format string, m image.Image) []byte {
	t.Helper()
	var text bytes.Buffer
	var err error
	switch format {
	case "image/png":
		err = png.Encode(&text, m)
	case "image/jpeg":
		err = jpeg.Encode(&text, m, nil)
	case "image/gif":
		err = gif.Encode(&text, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// webp is one white pixel: the standard library cannot write the format.
func webp(t *testing.T) []byte {
	t.Helper()
	text, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTypesAreOfTheContent(t *testing.T) {
	for want, content := range map[string]string{
		"image/png":                string(encoded(t, "image/png", plain(1, 1, color.White))),
		"image/webp":               string(webp(t)),
		"text/html":                "<!DOCTYPE html><script>alert(1)</script>",
		"image/svg+xml":            `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"application/pdf":          "%PDF-1.7\n",
		"text/plain":               "hello",
		"application/octet-stream": "\x00\x01\x02\x03",
	} {
		got, err := media.TypeOf(strings.NewReader(content))
		if err != nil || got != want {
			t.Errorf("%.20q is %s, want %s (%v)", content, got, want, err)
		}
		if media.IsRaster(got) != (want == "image/png" || want == "image/webp") {
			t.Errorf("%s is raster: %v", got, media.IsRaster(got))
		}
	}
}

func TestPicturesFit(t *testing.T) {
	for _, test := range []struct{ width, height, wantWidth, wantHeight int }{
		{100, 50, 100, 50}, {320, 240, 320, 240}, {640, 240, 320, 120}, {640, 480, 320, 240}, {300, 480, 150, 240}, {1000, 2, 320, 1}, {2, 1000, 1, 240},
	} {
		for _, format := range []string{"image/png", "image/jpeg", "image/gif"} {
			picture := media.Draw(bytes.NewReader(encoded(t, format, plain(test.width, test.height, color.White))), bounds)
			if picture == nil || picture.Width != test.wantWidth || picture.Height != test.wantHeight {
				t.Fatalf("%s of %d×%d: %+v", format, test.width, test.height, picture)
			}
			var text bytes.Buffer
			if err := picture.Encode(&text); err != nil {
				t.Fatal(err)
			}
			config, kind, err := image.DecodeConfig(&text)
			if err != nil || config.Width != test.wantWidth || config.Height != test.wantHeight || "image/"+kind != picture.MediaType() {
				t.Errorf("%s of %d×%d: %+v %s %v", format, test.width, test.height, config, kind, err)
			}
		}
	}
	if picture := media.Draw(bytes.NewReader(webp(t)), bounds); picture == nil || picture.Width != 1 {
		t.Errorf("WebP: %+v", picture)
	}
}

func TestTransparencyIsKept(t *testing.T) {
	clear := media.Draw(bytes.NewReader(encoded(t, "image/png", plain(9, 9, color.Transparent))), bounds)
	solid := media.Draw(bytes.NewReader(encoded(t, "image/png", plain(9, 9, color.White))), bounds)
	if clear.MediaType() != "image/png" || solid.MediaType() != "image/jpeg" {
		t.Errorf("%s and %s", clear.MediaType(), solid.MediaType())
	}
}

// bomb is a PNG of a few bytes that says it has so many pixels.
func bomb(width, height uint32) []byte {
	header := append([]byte("IHDR"), make([]byte, 13)...)
	binary.BigEndian.PutUint32(header[4:], width)
	binary.BigEndian.PutUint32(header[8:], height)
	header[12], header[13] = 8, 6
	text := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	text = append(text, header...)
	return binary.BigEndian.AppendUint32(text, crc32.ChecksumIEEE(header))
}

// What has too many pixels is never decoded: it would take gigabytes.
func TestBombsAreNotDecoded(t *testing.T) {
	for _, size := range [][2]uint32{{1001, 1000}, {50_000, 50_000}, {1<<31 - 1, 1<<31 - 1}, {1, 1_000_001}, {1<<31 - 1, 1}} {
		content := bytes.NewReader(bomb(size[0], size[1]))
		before := testing.AllocsPerRun(1, func() { _, _ = content.Seek(0, 0); media.Draw(content, bounds) })
		if _, err := content.Seek(0, 0); err != nil {
			t.Fatal(err)
		}
		if media.Draw(content, bounds) != nil || before > 100 {
			t.Errorf("%d×%d was drawn, or took %v allocations", size[0], size[1], before)
		}
	}
	large := encoded(t, "image/png", plain(1001, 1000, color.White)) // Whole, and one row too many.
	if media.Draw(bytes.NewReader(large), bounds) != nil {
		t.Error("too many pixels were drawn")
	}
	if media.Draw(bytes.NewReader(encoded(t, "image/png", plain(1000, 1000, color.White))), bounds) == nil {
		t.Error("as many as there may be were not drawn")
	}
}

func TestWhatIsNoImageHasNoPicture(t *testing.T) {
	whole := encoded(t, "image/png", plain(64, 64, color.White))
	for _, content := range []string{"", "hello", "<svg/>", string(whole[:len(whole)/2]), "\x89PNG\r\n\x1a\n<script>alert(1)</script>", "GIF89a"} {
		if media.Draw(strings.NewReader(content), bounds) != nil {
			t.Errorf("%.20q has a picture", content)
		}
	}
}
