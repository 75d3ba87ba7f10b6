// Package browsertest holds the tests that look at Parley the way people do: in
// a real browser, against the real server on a real database.
//
// They walk through the pages by mouse, by keyboard alone and without scripts,
// on a desk and on a phone, and look into the database afterwards. While they
// walk, watchers fail them for anything that a browser complains about, and
// axe-core is asked about every page on the way. Chromium and axe-core are part
// of what is tested, so a machine without them fails. The Chromium is the one that
// comes without windows (chromium-headless-shell), or else any other that is on the
// path; PARLEY_CHROMIUM names one. With PARLEY_SCREENSHOTS=dir the pages are
// written there as pictures.
package browsertest
