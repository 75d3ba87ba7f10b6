package media

import (
	"image"
	"io"

	"github.com/bep/imagemeta"
)

// orientation is how a camera was held, in the words of EXIF (tag 0x0112 of CIPA
// DC-008): 1 is upright, the even ones up to 4 and the odd ones from 5 are mirrored,
// and those from 5 lie on a side.
type orientation int

const upright orientation = 1

// orientationOf reads how an image of a format that this package draws wants to be
// turned before it is shown, as browsers do. What says nothing, what is broken and
// what is out of range is upright. Content is read from where it stands.
func orientationOf(content io.ReadSeeker, format string) orientation {
	var kind imagemeta.ImageFormat
	switch format {
	case "jpeg":
		kind = imagemeta.JPEG
	case "png":
		kind = imagemeta.PNG
	case "webp":
		kind = imagemeta.WebP
	default: // GIF has no place for it.
		return upright
	}
	found := upright
	// An error is what came after the tag or instead of it.
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: content, ImageFormat: kind, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Namespace == "IFD0" && tag.Tag == "Orientation" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if value, ok := tag.Value.(uint16); ok && value >= 1 && value <= 8 {
				found = orientation(value)
			}
			return imagemeta.ErrStopWalking
		},
	})
	return found
}

// lies tells whether width and height change places.
func (o orientation) lies() bool { return o >= 5 }

// turn returns a picture upright that was drawn as it lies.
func (o orientation) turn(lying *image.RGBA) *image.RGBA {
	if o == upright {
		return lying
	}
	size := lying.Bounds().Size()
	right, bottom := size.X-1, size.Y-1
	if o.lies() {
		size.X, size.Y = size.Y, size.X
	}
	turned := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			fromX, fromY := x, y
			if o.lies() {
				fromX, fromY = y, x
			}
			if o == 2 || o == 3 || o == 7 || o == 8 {
				fromX = right - fromX
			}
			if o == 3 || o == 4 || o == 6 || o == 7 {
				fromY = bottom - fromY
			}
			turned.SetRGBA(x, y, lying.RGBAAt(fromX, fromY))
		}
	}
	return turned
}
