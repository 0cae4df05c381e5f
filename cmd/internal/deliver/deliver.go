package deliver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"yardstick/cmd/internal/standing"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// Options say with what runs are delivered.
type Options struct {
	Store *store.Store
	// Evaluate is the evaluation that a run's files were made from: through its
	// period, as of its instant. It is called for each delivery.
	Evaluate func(ctx context.Context, run store.Run) (standing.Pair, error)
	Settings Settings
	Now      func() time.Time // of the letters' dates; time.Now when nil
}

// ByFolder is the way of delivery that completes the folder of every run.
const ByFolder = "folder"

// New returns the ways of delivery by their names, as engine/schedule asks for them.
// A way that is not set up is there too: what a schedule wants of it fails, and says
// what to set. Problem: recipients-scope, for a word that means nothing in any programme.
func New(o Options) (map[string]schedule.Deliverer, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := o.checkRecipients(context.Background()); err != nil {
		return nil, err
	}
	return map[string]schedule.Deliverer{ByFolder: &folder{o}, schedule.ByMail: &mailer{o}, schedule.ByWebhook: newWebhook(o)}, nil
}

// checkRecipients refuses a word that no programme knows: its letters would go nowhere.
func (o Options) checkRecipients(ctx context.Context) error {
	ids, err := o.Store.Programmes(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	unknown := map[string]int{}
	for _, id := range ids {
		p, err := o.Store.Programme(ctx, id, time.Time{})
		if err != nil {
			return err
		}
		for _, word := range o.Settings.Recipients.Unknown(p) {
			if unknown[word]++; unknown[word] == len(ids) {
				return problem("recipients-scope", "scope", word)
			}
		}
	}
	return nil
}

// tries is how often a delivery is tried. The back-off of engine/schedule doubles from
// half a minute to an hour: seven waits of an hour together, then one an hour. So the
// last try is made a day after the first.
const tries = 31

func problem(code string, args ...string) *indicators.Problem {
	p := &indicators.Problem{Code: code, Args: indicators.Args{}}
	for n := 0; n+1 < len(args); n += 2 {
		p.Args[args[n]] = args[n+1]
	}
	return p
}

// keyOf is the same for every attempt to take a run to a target, and for no other: by
// it a receiver knows what it has already. It holds in a copy of the database too.
func keyOf(run store.Run, target string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{run.Programme, run.Schedule, run.Due.UTC().Format(time.RFC3339Nano), target}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// made are the files of a run that are there to be delivered, and missed are those
// that were not made.
func made(files []store.RunFile) (made, missed []store.RunFile) {
	for _, file := range files {
		if file.State == store.FileDone {
			made = append(made, file)
		} else {
			missed = append(missed, file)
		}
	}
	return made, missed
}

// content reads a file of a run, which must be the one that was recorded: another run
// may have made it anew, or somebody changed it. Problem: deliver-changed.
func content(d schedule.Delivery, file store.RunFile) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(d.Folder, filepath.FromSlash(file.Path)))
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	sum := sha256.Sum256(text)
	if err != nil || hex.EncodeToString(sum[:]) != file.SHA256 {
		return nil, schedule.Final(problem("deliver-changed", "file", file.Path))
	}
	return text, nil
}

// inOrder sorts files as scorecards are published: the programme, projects, cities;
// those of one in the order in which formats are offered, the one to read first.
func inOrder(files []store.RunFile, scopes []string) {
	slices.SortStableFunc(files, func(a, b store.RunFile) int {
		return cmp.Or(slices.Index(scopes, a.Scope)-slices.Index(scopes, b.Scope), slices.Index(render.Formats, a.Format)-slices.Index(render.Formats, b.Format))
	})
}

// scopeNames are the names of an evaluation's scopes in published order.
func scopeNames(pair standing.Pair) []string {
	var out []string
	for _, scope := range reports.Scopes(pair.Now) {
		out = append(out, scope.Name())
	}
	return out
}

// cardOf builds the scorecard of a scope by its name; nil when there is none.
func cardOf(pair standing.Pair, name string, l indicators.Language) (*reports.Scorecard, error) {
	for _, scope := range reports.Scopes(pair.Now) {
		if scope.Name() == name {
			return reports.Build(pair.Now, scope, l, pair.Before)
		}
	}
	return nil, nil
}
