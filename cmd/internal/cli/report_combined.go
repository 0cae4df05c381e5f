package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// zipFile is what holds many scorecards as files of their own.
const zipFile = "scorecards.zip"

// bundle writes the scorecards of the jobs as one PDF, one archive, or the PDF within
// the archive, and prints what it wrote. There is at least one job; all collect the
// characters that fonts lack in the same place.
func (s *session) bundle(ctx context.Context, found evaluated, jobs []printJob, flags reportFlags) error {
	name := render.CombinedName
	if flags.zip {
		name = zipFile
	}
	path := filepath.Join(flags.out, name)
	if _, err := os.Lstat(path); err == nil && !flags.force {
		return &failure{exit: CouldNotRun, code: "overwrite-one", args: indicators.Args{"path": path}}
	}
	if err := makeFolder(flags.out); err != nil {
		return err
	}
	err := writeStream(path, func(w io.Writer) error {
		if !flags.zip {
			return found.cards(s.lang(), jobs[0].lacking).Combined(w)
		}
		return s.archive(ctx, w, found, jobs, flags.combined)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, path)
	return err
}

// cards are what the files of an evaluation are made from.
func (e evaluated) cards(l indicators.Language, lacks *lacking) render.Cards {
	return render.Cards{Now: e.now, Before: e.before, Language: l, Lacks: lacks.add}
}

// archive writes the jobs' files into a ZIP file, and says how far it has come.
func (s *session) archive(ctx context.Context, w io.Writer, found evaluated, jobs []printJob, combined bool) error {
	scopes := make([]reports.Scope, len(jobs))
	for i, job := range jobs {
		scopes[i] = job.scope
	}
	bar := s.progress(len(jobs), s.say("progress-scorecards", nil))
	defer bar.finish()
	return found.cards(s.lang(), jobs[0].lacking).Archive(ctx, w, scopes, jobs[0].formats, combined, bar.step)
}
