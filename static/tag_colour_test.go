package static

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// Every hue that a tag can have is read on its own paper, in light and in dark.
func TestTagsHaveEnoughContrast(t *testing.T) {
	file, err := os.ReadFile("src/css/tag.css")
	if err != nil {
		t.Fatal(err)
	}
	hues := regexp.MustCompile(`\.tag-(\w+) \{ --hue: (\d+); \}`).FindAllStringSubmatch(string(file), -1)
	looks := regexp.MustCompile(`--ink-l: ([\d.]+); --ink-c: ([\d.]+); --paper-l: ([\d.]+); --paper-c: ([\d.]+);`).FindAllStringSubmatch(string(file), -1)
	if len(hues) != 12 || len(looks) != 3 {
		t.Fatalf("%d hues and %d looks are in the stylesheet", len(hues), len(looks))
	}
	for _, hue := range hues {
		for _, look := range looks {
			ink, paper := oklch(t, look[1], look[2], hue[2]), oklch(t, look[3], look[4], hue[2])
			if got := (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05); got < 4.5 {
				t.Errorf("%s has %.2f:1, wants 4.5:1, with %v", hue[1], got, look[0])
			}
		}
	}
}

// oklch returns the luminance of a colour as CSS writes it, after the definition of
// OKLab (Björn Ottosson, 2020); what no screen shows is cut off.
func oklch(t *testing.T, lightness, chroma, hue string) float64 {
	t.Helper()
	number := func(text string) float64 {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	l, angle := number(lightness), number(hue)*math.Pi/180
	a, b := number(chroma)*math.Cos(angle), number(chroma)*math.Sin(angle)
	cube := func(x float64) float64 { return x * x * x }
	long := cube(l + 0.3963377774*a + 0.2158037573*b)
	medium := cube(l - 0.1055613458*a - 0.0638541728*b)
	short := cube(l - 0.0894841775*a - 1.2914855480*b)
	shown := func(x float64) float64 { return min(max(x, 0), 1) }
	return 0.2126*shown(4.0767416621*long-3.3077115913*medium+0.2309699292*short) +
		0.7152*shown(-1.2684380046*long+2.6097574011*medium-0.3413193965*short) +
		0.0722*shown(-0.0041960863*long-0.7034186147*medium+1.7076147010*short)
}
