package media_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"parley/internal/media"
)

// sides are what is the first row and the first column of the stored image when it is
// upright, for each orientation from 1 on, as EXIF puts it.
func sides() []struct{ row, column string } {
	return []struct{ row, column string }{
		{"top", "left"},
		{"top", "right"},
		{"bottom", "right"},
		{"bottom", "left"},
		{"left", "top"},
		{"right", "top"},
		{"right", "bottom"},
		{"left", "bottom"},
	}
}

// scene is 64×32: red, green, blue and white, from the top left along the rows.
func scene(x, y int) color.RGBA {
	corners := [2][2]color.RGBA{{{255, 0, 0, 255}, {0, 255, 0, 255}}, {{0, 0, 255, 255}, {255, 255, 255, 255}}}
	return corners[y/16][x/32]
}

// stored returns the scene as a camera stores it that was held so.
func stored(row, column string) image.Image {
	width, height := 64, 32
	if row == "left" || row == "right" {
		width, height = height, width
	}
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for r := range height {
		for c := range width {
			at := map[string]int{row: r, column: c} // so far from these sides
			x, fromLeft := at["left"]
			if !fromLeft {
				x = 63 - at["right"]
			}
			y, fromTop := at["top"]
			if !fromTop {
				y = 31 - at["bottom"]
			}
			m.SetRGBA(c, r, scene(x, y))
		}
	}
	return m
}

// exif returns a TIFF structure with one tag, a short, in either byte order.
func exif(order binary.AppendByteOrder, tag, value uint16) []byte {
	text := []byte("MM")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		text = []byte("II")
	}
	text = order.AppendUint16(text, 42)
	text = order.AppendUint32(text, 8)
	for _, n := range []uint16{1, tag, 3} { // one entry; tag; a short
		text = order.AppendUint16(text, n)
	}
	text = order.AppendUint32(text, 1)
	text = order.AppendUint16(text, value)
	return append(text, 0, 0, 0, 0, 0, 0) // the rest of the value, and no second directory
}

func orientation(value uint16) []byte { return exif(binary.BigEndian, 0x0112, value) }

// withJPEG puts EXIF into a JPEG, before everything else.
func withJPEG(t testing.TB, m image.Image, exif []byte) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := jpeg.Encode(&text, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(2+6+len(exif)))
	segment = append(append(segment, "Exif\x00\x00"...), exif...)
	return slices.Concat(text.Bytes()[:2], segment, text.Bytes()[2:])
}

// withPNG puts EXIF into a PNG, behind its header.
func withPNG(t testing.TB, m image.Image, exif []byte) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := png.Encode(&text, m); err != nil {
		t.Fatal(err)
	}
	const header = 8 + 25
	chunk := append([]byte("eXIf"), exif...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk))
	chunk = slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(exif))), chunk)
	return slices.Concat(text.Bytes()[:header], chunk, text.Bytes()[header:])
}

// withWebP is 16×8, red at the left and blue at the right, with EXIF behind it.
func withWebP(t testing.TB, exif []byte) []byte {
	t.Helper()
	picture, err := base64.StdEncoding.DecodeString("VlA4IC4AAABwAQCdASoQAAgABABoJaACdAFAAAD+7uR/lzH0K//xNnT31YP/oSY9//iYsgAA")
	if err != nil {
		t.Fatal(err)
	}
	chunks := slices.Concat([]byte("WEBPVP8X\x0a\x00\x00\x00\x08\x00\x00\x00\x0f\x00\x00\x07\x00\x00"), picture,
		binary.LittleEndian.AppendUint32([]byte("EXIF"), uint32(len(exif))), exif)
	return slices.Concat(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(chunks))), chunks)
}

// drawn returns a picture as whoever downloads it sees it.
func drawn(t *testing.T, content []byte, within media.Bounds) image.Image {
	t.Helper()
	picture := media.Draw(bytes.NewReader(content), within)
	if picture == nil {
		t.Fatal("no picture was drawn")
	}
	var text bytes.Buffer
	if err := picture.Encode(&text); err != nil {
		t.Fatal(err)
	}
	m, _, err := image.Decode(&text)
	if err != nil {
		t.Fatal(err)
	}
	if size := m.Bounds().Size(); size.X != picture.Width || size.Y != picture.Height {
		t.Errorf("the picture is %v and says %d×%d", size, picture.Width, picture.Height)
	}
	return m
}

// near tells whether two colours are the same but for what JPEG loses.
func near(a, b color.Color) bool {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	far := func(x, y uint32) bool { return max(x, y)-min(x, y) > 0x3000 }
	return !far(ar, br) && !far(ag, bg) && !far(ab, bb)
}

func TestPicturesAreUpright(t *testing.T) {
	for i, side := range sides() {
		value := uint16(i + 1)
		lying := stored(side.row, side.column)
		for name, content := range map[string][]byte{
			"JPEG":                withJPEG(t, lying, orientation(value)),
			"JPEG, little-endian": withJPEG(t, lying, exif(binary.LittleEndian, 0x0112, value)),
			"PNG":                 withPNG(t, lying, orientation(value)),
		} {
			for scale, within := range map[int]media.Bounds{1: bounds, 2: {Width: 32, Height: 24, Pixels: 10_000}} {
				t.Run(fmt.Sprintf("%s %d 1:%d", name, value, scale), func(t *testing.T) {
					m := drawn(t, content, within)
					if size := m.Bounds().Size(); size != image.Pt(64/scale, 32/scale) {
						t.Fatalf("it is %v", size)
					}
					for _, at := range []image.Point{{8, 4}, {56, 4}, {8, 28}, {56, 28}} {
						if got, want := m.At(at.X/scale, at.Y/scale), scene(at.X, at.Y); !near(got, want) {
							t.Errorf("at %v it is %v, not %v", at, got, want)
						}
					}
				})
			}
		}
	}
}

func TestPicturesOfWebPAreUpright(t *testing.T) {
	red, blue := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 0, 255, 255}
	for value, want := range map[uint16]struct{ size, red, blue image.Point }{
		1: {image.Pt(16, 8), image.Pt(2, 4), image.Pt(13, 4)},
		3: {image.Pt(16, 8), image.Pt(13, 4), image.Pt(2, 4)},
		6: {image.Pt(8, 16), image.Pt(4, 2), image.Pt(4, 13)},
		8: {image.Pt(8, 16), image.Pt(4, 13), image.Pt(4, 2)},
	} {
		m := drawn(t, withWebP(t, orientation(value)), bounds)
		if m.Bounds().Size() != want.size || !near(m.At(want.red.X, want.red.Y), red) || !near(m.At(want.blue.X, want.blue.Y), blue) {
			t.Errorf("orientation %d: %v, %v and %v", value, m.Bounds().Size(), m.At(want.red.X, want.red.Y), m.At(want.blue.X, want.blue.Y))
		}
	}
}

// broken are EXIF of which there is nothing to learn.
func broken() [][]byte {
	whole := orientation(6)
	far, many := slices.Clone(whole), slices.Clone(whole)
	binary.BigEndian.PutUint32(far[4:], 0xfffffff0)   // the directory is behind the end
	binary.BigEndian.PutUint32(many[14:], 0xffffffff) // and so many values there are not
	loop := exif(binary.BigEndian, 0x0100, 6)
	binary.BigEndian.PutUint32(loop[len(loop)-4:], 8) // the second directory is the first
	texts := [][]byte{{}, whole[:3], whole[:9], whole[:15], far, many, loop, []byte("neither order"), bytes.Repeat([]byte{0xff}, 1000)}
	for _, value := range []uint16{0, 9, 0xffff} {
		texts = append(texts, orientation(value))
	}
	return texts
}

// An image is drawn as it lies where its EXIF says nothing that can be understood.
func TestBrokenOrientationIsNone(t *testing.T) {
	for i, exif := range broken() {
		for name, content := range map[string][]byte{
			"JPEG": withJPEG(t, stored("top", "left"), exif), "PNG": withPNG(t, stored("top", "left"), exif), "WebP": withWebP(t, exif),
		} {
			m := drawn(t, content, bounds)
			if size := m.Bounds().Size(); size != image.Pt(64, 32) && size != image.Pt(16, 8) {
				t.Errorf("%d: %s is %v", i, name, size)
			}
		}
	}
}

// Whatever EXIF holds, the picture is that of the image, upright or on a side.
func FuzzOrientation(f *testing.F) {
	for _, exif := range append(broken(), orientation(6), exif(binary.LittleEndian, 0x0112, 8)) {
		f.Add(exif)
	}
	small := image.NewGray(image.Rect(0, 0, 16, 8))
	f.Fuzz(func(t *testing.T, exif []byte) {
		if len(exif) > 60_000 {
			return // No segment of a JPEG is as long.
		}
		for name, content := range map[string][]byte{
			"JPEG": withJPEG(t, small, exif), "PNG": withPNG(t, small, exif), "WebP": withWebP(t, exif),
		} {
			picture := media.Draw(bytes.NewReader(content), bounds)
			if picture == nil || picture.Width*picture.Height != 128 || picture.Width != 16 && picture.Height != 16 {
				t.Errorf("the picture of a %s is %+v", name, picture)
			}
		}
	})
}
