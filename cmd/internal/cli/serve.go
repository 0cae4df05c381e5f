package cli

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/api"
	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/operate"
	"yardstick/cmd/internal/web"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// serveFlags say where and how the pages are served.
type serveFlags struct {
	listen, certificate, key string
	proxies, metricsFrom     []string
	demo, noScheduler        bool
	workers                  int
	files                    string // the folder of what schedules make
	backupEvery              time.Duration
	backupTo                 string
	keep                     keeping
}

func (s *session) serveCommand() *cobra.Command {
	var flags serveFlags
	cmd := &cobra.Command{
		Use:   "serve [FILE...]",
		Short: "Serve the pages for entry, review and standing, and the API",
		Long: `Serves the pages and the API over one database, which is created when it is not
there: with the definitions given, or else with the programme that is embedded.
While no account has a password it prints a link by which the administrator sets
one, once. An interrupt lets what is under way finish.

It works the schedules of the database too, unless another process does.

Without TLS it should listen on this machine alone, or stand behind a proxy that
serves https (--trusted-proxies). --demo serves a demonstration from a database
of its own, gone afterwards, with an account for an officer, a reviewer and a
manager.`,
		Example: `  yardstick serve --demo
  yardstick serve --db results.db
  yardstick serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem
  yardstick serve --listen 127.0.0.1:8420 --trusted-proxies 127.0.0.1/32`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.demo {
				if len(args) > 0 || cmd.Flags().Changed("db") {
					return usage("serve-demo-alone", nil)
				}
				return s.serveDemo(cmd.Context(), flags)
			}
			return s.serveDatabase(cmd.Context(), flags, args)
		},
	}
	cmd.Flags().StringVar(&flags.listen, "listen", "127.0.0.1:8420", "the address and port to listen on; port 0 is any free one")
	cmd.Flags().StringVar(&flags.certificate, "tls-cert", "", "serve https with this certificate (PEM)")
	cmd.Flags().StringVar(&flags.key, "tls-key", "", "the certificate's key (PEM)")
	cmd.MarkFlagsRequiredTogether("tls-cert", "tls-key")
	cmd.Flags().StringSliceVar(&flags.proxies, "trusted-proxies", nil, "addresses of proxies that serve https and say where a request came from: 127.0.0.1 or 10.0.0.0/8")
	cmd.Flags().StringSliceVar(&flags.metricsFrom, "metrics-from", nil, "addresses that may read /metrics (default: this machine)")
	cmd.Flags().BoolVar(&flags.noScheduler, "no-scheduler", false, "serve the pages only; schedules are left to another process")
	cmd.Flags().IntVar(&flags.workers, "workers", 0, "how many files of schedules are made at once (default: one fewer than there are cores, for those who save meanwhile)")
	cmd.Flags().StringVar(&flags.files, "files", "", "the folder that schedules write to (default: scorecards, beside the database)")
	cmd.Flags().DurationVar(&flags.backupEvery, "backup-every", 0, "make a backup at the start and each time so long has passed: 24h")
	cmd.Flags().StringVar(&flags.backupTo, "backup-to", "", "the folder of backups (default: backups, beside the database)")
	cmd.Flags().IntVar(&flags.keep.newest, "backup-keep", 14, "leave the newest so many backups")
	cmd.Flags().IntVar(&flags.keep.months, "backup-keep-months", 12, "leave the last backup of each of so many months too")
	cmd.Flags().BoolVar(&flags.demo, "demo", false, "serve a demonstration with made-up results and ready accounts")
	return cmd
}

func (s *session) serveDatabase(ctx context.Context, flags serveFlags, files []string) error {
	st, err := store.Open(ctx, s.database, store.Options{Create: true, Now: s.now, Log: s.logger(), Backups: s.backupsFolder()})
	if err != nil {
		return &failure{exit: CouldNotRun, code: "database", cause: err}
	}
	defer st.Close()
	if err := s.firstProgramme(ctx, st, files); err != nil {
		return err
	}
	code, err := firstInvitation(ctx, st)
	if err != nil {
		return err
	}
	return s.serve(ctx, served{store: st, file: s.database, now: s.now}, flags, func(address string) {
		if code != "" {
			fmt.Fprintln(s.out, s.say("serve-first", indicators.Args{"account": administrator, "link": address + "/invitation?code=" + code}))
		}
	})
}

// administrator is the account that the first start makes.
const administrator = "admin"

// served is the database that is served.
type served struct {
	store *store.Store
	file  string
	now   func() time.Time  // the store's clock
	demo  []web.DemoAccount // nil for a real one
}

// serve serves a database until the context ends, then lets requests in flight finish.
// begun is told the address once it is listened on.
func (s *session) serve(ctx context.Context, of served, flags serveFlags, begun func(address string)) error {
	st := of.store
	proxies, err := parseAddresses("trusted-proxies", flags.proxies)
	if err != nil {
		return err
	}
	readers, err := parseAddresses("metrics-from", flags.metricsFrom)
	if err != nil {
		return err
	}
	secure := flags.certificate != "" || len(proxies) > 0
	log := s.logger()
	numbers := operate.NewMetrics()
	gauges(numbers, st, of.file)
	entrance := gate.New(gate.Options{Store: st, Secure: secure, Proxies: proxies, Log: log, Watch: numbers})
	listener, address, err := listen(flags)
	if err != nil {
		return err
	}
	work, err := s.scheduler(ctx, of, flags, numbers, log)
	if err != nil {
		listener.Close()
		return err
	}
	defer work.stop()
	defer context.AfterFunc(ctx, work.stop)() // while requests in flight finish
	pages := web.New(web.Options{Store: st, Gate: entrance, Evaluated: numbers.Evaluated, Now: of.now, Demo: of.demo, Log: log, Files: work.folder, Unworked: work.unworked})
	mux := http.NewServeMux()
	pages.Register(mux)
	operations := api.Register(mux, api.Options{Store: st, Gate: entrance, Now: of.now, Log: log})
	registerOperate(mux, entrance, pages.Refuse, numbers, readers, canRead(st))
	server := &http.Server{
		Handler:           entrance.Enter(mux, refuse(operations, pages)),
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	fmt.Fprintln(s.out, s.say("serve-listening", indicators.Args{"address": address}))
	begun(address)
	go sweep(ctx, st, log)
	s.backupsOf(ctx, of, flags)
	sayReady()
	return s.untilStopped(ctx, server, listener)
}

// refuse answers what is not let in as its reader expects: a problem or a page.
func refuse(operations *api.API, pages *web.Server) gate.Refuse {
	return func(w http.ResponseWriter, r *http.Request, status int, problem *indicators.Problem) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			operations.Refuse(w, r, status, problem)
			return
		}
		pages.Refuse(w, r, status, problem)
	}
}

// listen opens the port, and says the address at which a browser reaches it.
func listen(flags serveFlags) (net.Listener, string, error) {
	scheme := "http://"
	var config *tls.Config
	if flags.certificate != "" {
		pair, err := tls.LoadX509KeyPair(flags.certificate, flags.key)
		if err != nil {
			return nil, "", &failure{exit: CouldNotRun, code: "serve-certificate", args: indicators.Args{"path": flags.certificate}, cause: err}
		}
		scheme, config = "https://", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	}
	listener, err := net.Listen("tcp", flags.listen)
	if err != nil {
		return nil, "", &failure{exit: CouldNotRun, code: "serve-listen", args: indicators.Args{"address": flags.listen}, cause: err}
	}
	address := scheme + listener.Addr().String()
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	return listener, address, nil
}

// stopWithin is how long requests in flight may take once the server stops.
const stopWithin = 25 * time.Second

// untilStopped serves until the context ends.
func (s *session) untilStopped(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.talk(s.say("serve-stopping", nil))
	sayStopping()
	patience, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := server.Shutdown(patience); err != nil {
		return &failure{exit: CouldNotRun, code: "serve-stopped-hard", cause: err}
	}
	return nil
}

// backupsOf makes backups of what is served, where they are asked for.
func (s *session) backupsOf(ctx context.Context, of served, flags serveFlags) {
	if flags.backupEvery <= 0 || of.demo != nil {
		return
	}
	to := flags.backupTo
	if to == "" {
		to = s.backupsFolder()
	}
	go func() { _ = s.backupEvery(ctx, to, flags.backupEvery, flags.keep) }() // it ends when the server does
}

// sweepEvery is how often sessions that have expired are forgotten.
const sweepEvery = time.Hour

func sweep(ctx context.Context, st *store.Store, log *slog.Logger) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := st.Sessions().Sweep(ctx); err != nil && ctx.Err() == nil {
				log.Warn("sweep of sessions", "err", err)
			}
		}
	}
}

// firstProgramme loads the definitions given, or the embedded ones into a database
// without any.
func (s *session) firstProgramme(ctx context.Context, st *store.Store, files []string) error {
	ids, err := st.Programmes(ctx)
	if err != nil || len(ids) > 0 && len(files) == 0 {
		return err
	}
	if len(ids) > 0 {
		return usage("serve-loaded", nil)
	}
	sources := embeddedSources()
	if len(files) > 0 {
		if sources, err = definitions(files); err != nil {
			return err
		}
	}
	if _, err := st.LoadProgramme(ctx, sources, store.LocalOperator); err != nil {
		return refusedBy(err)
	}
	return nil
}

// firstInvitation makes an account for the administrator while there is none that
// anybody can log in to, and returns the code by which its password is set; empty
// when there is somebody already.
func firstInvitation(ctx context.Context, st *store.Store) (string, error) {
	accounts, err := st.Accounts(ctx)
	if err != nil {
		return "", err
	}
	known := false
	for _, account := range accounts {
		if account.HasPassword {
			return "", nil
		}
		known = known || account.Name == administrator
	}
	if !known {
		if err := st.AddAccount(ctx, nil, administratorAccount()); err != nil {
			return "", err
		}
	}
	return st.Invite(ctx, nil, administrator)
}

// definitions reads definition files, which must have no error.
func definitions(files []string) ([]load.Source, error) {
	programme, sources, problems := readDefinitions(files)
	if programme == nil || hasErrors(problems) {
		return nil, refusal(problems)
	}
	return sources, nil
}

// parseAddresses reads the addresses of a flag, each alone or as a range.
func parseAddresses(flag string, texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if address, single := netip.ParseAddr(text); single == nil {
			prefix, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			return nil, usage("serve-address", indicators.Args{"flag": flag, "text": text})
		}
		out = append(out, prefix)
	}
	return out, nil
}

// logger writes lines for machines to standard error.
func (s *session) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(s.err, nil)) }

// scratch makes a folder that is gone when the command ends.
func scratch() (path string, remove func(), err error) {
	path, err = os.MkdirTemp("", "yardstick-demo-")
	if err != nil {
		return "", nil, &failure{exit: CouldNotRun, code: "scratch", cause: err}
	}
	return path, func() { _ = os.RemoveAll(path) }, nil
}
