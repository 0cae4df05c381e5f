package pdf

import "strings"

// hotspot is a place to click. Targets inside the document are set when it is
// written: their pages may come later than the link.
type hotspot struct {
	page, toPage    int
	x, y, w, h, toY float64
	uri             string
}

// Link makes a rectangle of the current page lead to height toY of page toPage.
// When the document ends without that page, the link is left out.
func (c *Canvas) Link(x, y, w, h float64, toPage int, toY float64) {
	c.start()
	c.links = append(c.links, hotspot{page: c.Page(), toPage: toPage, x: finite(x), y: finite(y), w: finite(w), h: finite(h), toY: finite(toY)})
}

// LinkURI makes a rectangle of the current page lead to a page of the web or a
// mail address: http, https and mailto. Any other kind of address is left out,
// since a click might run it.
func (c *Canvas) LinkURI(x, y, w, h float64, uri string) {
	scheme, _, _ := strings.Cut(strings.ToLower(uri), ":")
	if scheme != "http" && scheme != "https" && scheme != "mailto" {
		return
	}
	c.start()
	c.links = append(c.links, hotspot{page: c.Page(), uri: escapeURI(uri), x: finite(x), y: finite(y), w: finite(w), h: finite(h)})
}

// placeLinks hands the links to gofpdf.
func (c *Canvas) placeLinks() {
	for _, l := range c.links {
		c.file.SetPage(l.page)
		switch {
		case l.uri != "":
			c.file.LinkString(l.x, l.y, l.w, l.h, l.uri)
		case l.toPage >= 1 && l.toPage <= c.PageCount():
			id := c.file.AddLink()
			c.file.SetLink(id, max(0, l.toY), l.toPage)
			c.file.Link(l.x, l.y, l.w, l.h, id)
		}
	}
}

// escapeURI writes what an address may not hold (anything but visible ASCII) as
// percent and two digits.
func escapeURI(uri string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(uri) {
		if ch := uri[i]; ch <= ' ' || ch >= 0x7F {
			b.WriteByte('%')
			b.WriteByte(digits[ch>>4])
			b.WriteByte(digits[ch&15])
		} else {
			b.WriteByte(ch)
		}
	}
	return b.String()
}

// attachment is a file within the file.
type attachment struct {
	name, mime string
	data       []byte
}

// Attach puts a file into the document, associated with it as its data
// (PDF 2.0, /AF): readers list it and save it. The bytes are not copied: do not
// change them before [Canvas.Output].
func (c *Canvas) Attach(name, mime string, data []byte) {
	c.attachments = append(c.attachments, attachment{name, mime, data})
}
