package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"time"

	"yardstick/indicators"
	"yardstick/reports/assets"
	"yardstick/reports/html"
)

//go:embed static
var staticFiles embed.FS

// statics are the files that pages load: ours, and the libraries that the program carries.
var statics = readStatics()

// static is a file with its digest, by which a browser asks whether it has changed.
type static struct {
	content func() []byte
	tag     string
}

func readStatics() map[string]static {
	files, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		panic(err)
	}
	out := map[string]static{
		"htmx.js":       {content: assets.HTMX},
		"echarts.js":    {content: assets.ECharts},
		"scorecard.js":  {content: html.Boot},
		"scorecard.css": {content: html.Style},
	}
	for _, file := range files {
		content, err := staticFiles.ReadFile(path.Join("static", file.Name()))
		if err != nil {
			panic(err)
		}
		out[file.Name()] = static{content: func() []byte { return content }}
	}
	for name, file := range out {
		digest := sha256.Sum256(file.content())
		file.tag = hex.EncodeToString(digest[:8])
		out[name] = file
	}
	return out
}

// Static is the address of a file, which changes with its content, so that a browser
// may keep it for ever.
func (p page) Static(name string) string {
	file, ok := statics[name]
	if !ok {
		panic("no static file " + name) // a page that names it; a test shows every page
	}
	return "/static/" + name + "?v=" + file.tag
}

var errUnknownPage = &indicators.Problem{Code: "page-unknown"}

func (s *Server) static(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	file, ok := statics[name]
	if !ok {
		return errUnknownPage
	}
	w.Header().Set("ETag", `"`+file.tag+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == file.tag {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(file.content()))
	return nil
}
