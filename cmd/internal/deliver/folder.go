package deliver

import (
	"context"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"yardstick/cmd/internal/standing"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/reports/render"
)

// folder completes the folder of a run: an index, one PDF of all scorecards where all
// were made, and an archive.
type folder struct{ Options }

// folderTries is how often it is tried: a full disk may have been seen to.
const folderTries = 6

// Targets is the one folder of a run.
func (f *folder) Targets(store.Run) []string { return []string{""} }

// Attempts is how often it is tried.
func (f *folder) Attempts() int { return folderTries }

// Deliver writes the index last, so that whatever it links to is there. Where a newer
// run has made some of the files, that one's index stands. Problems:
// deliver-changed, run-disk-full.
func (f *folder) Deliver(ctx context.Context, d schedule.Delivery) error {
	files, missed := made(d.Files)
	if len(files) == 0 || slices.ContainsFunc(missed, func(file store.RunFile) bool { return file.State == store.FileSuperseded }) {
		return nil
	}
	pair, err := f.Evaluate(ctx, d.Run)
	if err != nil {
		return err
	}
	scopes := scopeNames(pair)
	inOrder(files, scopes)
	inOrder(missed, scopes)
	names, err := f.names(ctx, d.Run)
	if err != nil {
		return err
	}
	at := filepath.Join(d.Folder, filepath.FromSlash(folderOf(d.Files)))
	if err := schedule.Room(at, room(files)); err != nil {
		return err
	}
	whole := covers(files, scopes)
	if err := f.combine(d, pair, filepath.Join(at, names.combined), whole); err != nil {
		return err
	}
	if err := f.archive(d, files, filepath.Join(at, names.archive), pair); err != nil {
		return err
	}
	page := newIndex(d.Run, pair, files, missed, folderOf(d.Files), d.Run.Plan.Language)
	page.Archive = names.archive
	if whole {
		page.Combined = names.combined
	}
	if err := page.draw(pair, files, d.Run.Plan.Language); err != nil {
		return err
	}
	return writeFile(filepath.Join(at, names.index), page.write)
}

// room is what is written beside the files at most, in bytes: all of them in an
// archive, and once more in one PDF.
func room(files []store.RunFile) (bytes int64) {
	for _, file := range files {
		bytes += 2 * file.Size
	}
	return bytes
}

// combine writes one PDF of all scorecards, where all were made. One of an earlier run
// goes otherwise: its figures are not those of the files beside it.
func (f *folder) combine(d schedule.Delivery, pair standing.Pair, path string, whole bool) error {
	if whole {
		cards := render.Cards{Now: pair.Now, Before: pair.Before, Language: d.Run.Plan.Language}
		return writeFile(path, cards.Combined)
	}
	if err := os.Remove(path); !os.IsNotExist(err) {
		return err
	}
	return nil
}

func (f *folder) archive(d schedule.Delivery, files []store.RunFile, path string, pair standing.Pair) error {
	var all []attachment
	top := folderOf(d.Files)
	for _, file := range files {
		text, err := content(d, file)
		if err != nil {
			return err
		}
		all = append(all, attachment{below(top, file.Path), text})
	}
	packed, err := archive(all, pair.Now.AsOf)
	if err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error {
		_, err := w.Write(packed)
		return err
	})
}

// folderNames are the files beside those of a run.
type folderNames struct{ index, combined, archive string }

// names are the same for every run of a schedule. Where another schedule writes into
// the same folders they bear the schedule's name, so that neither overwrites the
// other's.
func (f *folder) names(ctx context.Context, run store.Run) (folderNames, error) {
	out := folderNames{index: "index.html", combined: render.CombinedName, archive: archiveName}
	others, err := f.Store.Schedules(ctx, run.Programme)
	if err != nil || strings.Contains(path.Dir(run.Plan.Folder), "{schedule}") {
		return out, err
	}
	for _, other := range others {
		if other.Name != run.Schedule && path.Dir(other.Folder) == path.Dir(run.Plan.Folder) {
			end := "-" + run.Schedule
			return folderNames{index: "index" + end + ".html", combined: "combined" + end + ".pdf", archive: "scorecards" + end + ".zip"}, nil
		}
	}
	return out, nil
}

// covers reports whether a PDF was made of every scope: then one of all shows nobody
// more than the files do.
func covers(files []store.RunFile, scopes []string) bool {
	return !slices.ContainsFunc(scopes, func(scope string) bool {
		return !slices.ContainsFunc(files, func(file store.RunFile) bool { return file.Scope == scope && file.Format == "pdf" })
	})
}

// folderOf is the deepest folder that holds all files, with slashes.
func folderOf(files []store.RunFile) string {
	top := path.Dir(files[0].Path)
	for _, file := range files[1:] {
		for top != "." && !strings.HasPrefix(file.Path, top+"/") {
			top = path.Dir(top)
		}
	}
	return top
}

// below is a path as seen from a folder that holds it.
func below(top, name string) string {
	if top == "." {
		return name
	}
	return strings.TrimPrefix(name, top+"/")
}
