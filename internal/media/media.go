// Package media says what content is by looking at it, whatever it is called, and
// draws small pictures of images.
package media

import (
	"image"
	_ "image/gif" // The formats that pictures are drawn of, and no others.
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// TypeOf returns the media type of content, without parameters. What is not known
// is application/octet-stream, and text is text/plain.
func TypeOf(content io.Reader) (string, error) {
	found, err := mimetype.DetectReader(content)
	if err != nil {
		return "", err
	}
	name, _, _ := strings.Cut(found.String(), ";")
	return name, nil
}

// IsRaster tells whether a media type is of images without any script in them,
// which browsers may show in place.
func IsRaster(mediaType string) bool {
	return slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp"}, mediaType)
}

// Bounds are how large a picture may become, and how large an image may be for one
// to be drawn of it. Lengths are in pixels.
type Bounds struct {
	Width, Height int
	Pixels        int
}

// Picture is a small picture of an image.
type Picture struct {
	Width, Height int
	image         image.Image
	opaque        bool
}

// Draw returns a picture of an image that fits the bounds, upright however the camera
// was held, and never larger than it is itself. It returns nil where content is no image, is broken, or has more pixels
// than the bounds allow: that is known from its first bytes, before any memory is
// taken for them.
func Draw(content io.ReadSeeker, bounds Bounds) *Picture {
	config, _, err := image.DecodeConfig(content)
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > bounds.Pixels/config.Height {
		return nil
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return nil
	}
	source, format, err := image.Decode(content)
	if err != nil {
		return nil
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return nil
	}
	held := orientationOf(content, format)
	if held.lies() { // It has to fit once it is turned.
		bounds.Width, bounds.Height = bounds.Height, bounds.Width
	}
	width, height := fit(config.Width, config.Height, bounds)
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.BiLinear.Scale(small, small.Bounds(), source, source.Bounds(), draw.Src, nil)
	small = held.turn(small)
	size := small.Bounds().Size()
	return &Picture{Width: size.X, Height: size.Y, image: small, opaque: small.Opaque()}
}

// fit returns the size that keeps the proportions within the bounds.
func fit(width, height int, bounds Bounds) (int, int) {
	if width <= bounds.Width && height <= bounds.Height {
		return width, height
	}
	if width*bounds.Height > height*bounds.Width {
		return bounds.Width, max(1, height*bounds.Width/width)
	}
	return max(1, width*bounds.Height/height), bounds.Height
}

// MediaType returns the type of what Encode writes.
func (p *Picture) MediaType() string {
	if p.opaque {
		return "image/jpeg"
	}
	return "image/png"
}

// Encode writes the picture.
func (p *Picture) Encode(to io.Writer) error {
	if p.opaque {
		return jpeg.Encode(to, p.image, &jpeg.Options{Quality: 80})
	}
	return png.Encode(to, p.image)
}
