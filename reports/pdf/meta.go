package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// Producer is what the files name as the program that made them.
const Producer = "yardstick"

// info is the old form of what a document says of itself.
func (m Meta) info() []byte {
	out := []byte("<</Producer (" + Producer + ")")
	for _, field := range []struct{ name, text string }{
		{"Title", m.Title}, {"Author", m.Author}, {"Subject", m.Subject}, {"Keywords", m.Keywords},
	} {
		if field.text != "" {
			out = append(append(out, "/"+field.name+" "...), textString(field.text)...)
		}
	}
	return append(out, "/CreationDate ("+pdfDate(m.Created)+")/ModDate ("+pdfDate(m.Created)+")>>"...)
}

// identity is what tells the file from others, made from what it shows and never
// from its bytes: the same content has the same identity in each version of the
// compressor.
func (m Meta) identity() [16]byte {
	sum := sha256.Sum256([]byte(strings.Join([]string{m.Fingerprint, m.Title, m.Subject, m.Lang, pdfDate(m.Created)}, "\x00")))
	return [16]byte(sum[:16])
}

// xmp is the same in the form that archives read.
func (m Meta) xmp() []byte {
	var b bytes.Buffer
	text := func(s string) string {
		var e bytes.Buffer
		xml.EscapeText(&e, []byte(s)) // a buffer does not fail
		return e.String()
	}
	date, id := m.Created.Format(time.RFC3339), m.identity()
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"` +
		` xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:yardstick="urn:yardstick:1">` + "\n")
	element := func(name, before, s, after string) {
		if s != "" {
			fmt.Fprintf(&b, "<%s>%s%s%s</%s>\n", name, before, text(s), after, name)
		}
	}
	element("dc:title", `<rdf:Alt><rdf:li xml:lang="x-default">`, m.Title, "</rdf:li></rdf:Alt>")
	element("dc:creator", "<rdf:Seq><rdf:li>", m.Author, "</rdf:li></rdf:Seq>")
	element("dc:description", `<rdf:Alt><rdf:li xml:lang="x-default">`, m.Subject, "</rdf:li></rdf:Alt>")
	element("dc:language", "<rdf:Bag><rdf:li>", m.Lang, "</rdf:li></rdf:Bag>")
	element("dc:format", "", "application/pdf", "")
	element("dc:identifier", "", m.Fingerprint, "")
	element("pdf:Keywords", "", m.Keywords, "")
	element("pdf:Producer", "", Producer, "")
	element("xmp:CreateDate", "", date, "")
	element("xmp:ModifyDate", "", date, "")
	element("xmpMM:DocumentID", "", fmt.Sprintf("uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:]), "")
	element(OriginElement, "", m.Origin, "")
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return b.Bytes()
}

// pdfDate writes an instant with its zone: D:20211031235959+08'00'.
func pdfDate(t time.Time) string {
	zone := t.Format("-07:00")
	if zone == "+00:00" {
		return t.Format("D:20060102150405Z")
	}
	return t.Format("D:20060102150405") + zone[:3] + "'" + zone[4:] + "'"
}

// textString writes a text as a PDF string: as UTF-16, in hexadecimal digits.
func textString(s string) []byte {
	return fmt.Appendf(nil, "<%X>", textBytes(s))
}

// textBytes is a text in UTF-16 with the mark that PDF asks for; bytes that are
// not UTF-8 become U+FFFD.
func textBytes(s string) []byte {
	out := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = be.AppendUint16(out, unit)
	}
	return out
}
