package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"

	"minping/survey"
	"minping/survey/access"
	"minping/survey/awards"
	"minping/survey/casework"
	"minping/survey/duty"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/official"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/rectify"
	"minping/survey/theme"
	"minping/web/site"
)

// serveCmd runs the server.
type serveCmd struct {
	storageFlags
	outboundFlags
	Addr       string   `default:":8080" env:"MINPING_ADDR" help:"Address to listen on."`
	URL        string   `name:"url" env:"MINPING_URL" placeholder:"URL" help:"Address under which people reach it, such as https://survey.example.org; https makes cookies secure."`
	Proxy      []string `env:"MINPING_PROXY" placeholder:"NETWORK" help:"Networks of reverse proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8."`
	RateLimit  int      `default:"6000" env:"MINPING_RATE_LIMIT" placeholder:"N" help:"Requests a minute that one account may make to the API; 0 is no limit. Handing in ballots is not counted."`
	RewriteAt  string   `default:"03:00" env:"MINPING_REWRITE_AT" placeholder:"HH:MM" help:"Local time of day at which the storage of open polls is rewritten, so that it does not tell in which order ballots came; handing in waits meanwhile."`
	BackupTo   string   `type:"path" env:"MINPING_BACKUP_TO" placeholder:"DIR" help:"Folder in which to write a backup every night, after --rewrite-at."`
	BackupKeep int      `default:"0" env:"MINPING_BACKUP_KEEP" help:"How many backups stay in --backup-to; 0: all that differ by enough ballots."`
	AdminAddr  string   `env:"MINPING_ADMIN_ADDR" placeholder:"ADDRESS" help:"Serve profiles (pprof) on this address too, such as 127.0.0.1:6060."`
	Design     bool     `env:"MINPING_DESIGN" help:"Show the design system at /design, for whoever works on the pages."`
	signinFlags
	evidenceFlags
	Batch      int            `hidden:"" help:"Most submissions in one transaction; minping bench compares with 1."`
	KioskIdle  *time.Duration `default:"1m" env:"MINPING_KIOSK_IDLE" placeholder:"TIME" help:"How long a shared tablet waits for a touch until it asks whether somebody is there, from 10s to 1h."`
	KioskGrace *time.Duration `default:"20s" env:"MINPING_KIOSK_GRACE" placeholder:"TIME" help:"How long it then waits for an answer, from 5s to 10m."`
	KioskRest  *time.Duration `default:"30s" env:"MINPING_KIOSK_REST" placeholder:"TIME" help:"How long a shared tablet shows a receipt, from 5s to 10m."`
	smtpFlags
	speech
}

// gcPercent is how much the heap of a server may grow between collections: a
// thousand connections are to fit into 128 MiB (minping bench --only memory).
const gcPercent = 35

// Run serves until it is told to stop, then finishes what is under way.
func (s serveCmd) Run() error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return s.run(ctx, os.Stdout, os.Stderr)
}

func (s serveCmd) run(ctx context.Context, out, logs io.Writer) (err error) {
	base, err := s.base()
	if err != nil {
		return usageError{err}
	}
	if s.RateLimit < 0 {
		return usageError{fmt.Errorf("--rate-limit must be 0 or more, not %d", s.RateLimit)}
	}
	proxies, err := networks(s.Proxy)
	if err != nil {
		return usageError{err}
	}
	quiet, err := s.quiet()
	if err != nil {
		return usageError{err}
	}
	if err := s.checkBackup(); err != nil {
		return usageError{err}
	}
	if err := s.checkEvidence(); err != nil {
		return usageError{err}
	}
	kiosk, err := s.kiosk()
	if err != nil {
		return usageError{err}
	}
	identities, err := s.provider(base)
	if err != nil {
		return usageError{err}
	}
	client, err := s.client()
	if err != nil {
		return err
	}
	defer client.Close()
	st, err := s.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if s.Batch > 0 {
		st.LimitBatch(s.Batch)
	}
	log := slog.New(slog.NewJSONHandler(logs, nil))
	service := survey.NewService(st.People, st.Ballots, form.Parse)
	service.Reader = theme.Reader{}
	service.Quiet = quiet
	clock, err := st.People.Clock(ctx, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clock.Stop(context.WithoutCancel(ctx))) }()
	if s.BackupTo != "" {
		service.Backup = s.nightlyBackup(st, log)
	}
	keeper, err := s.keeper(st.People)
	if err != nil {
		return err
	}
	if keeper == nil {
		log.Warn("no head of the audit log is signed: with --db, name a place for the key by --audit-key FILE, out of reach of those who can write to the database")
	}
	accounts := access.New(st.People)
	accounts.Now, accounts.Policy = clock.Now, s.policy()

	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return err
	}
	configured := base
	if base == "" {
		base = reachable(listener.Addr())
	}
	notifier, err := s.notifier(st, service, client, base, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	notifier.Now = clock.Now
	hooks := newWebhooks(st, client)
	hooks.Now = clock.Now
	hooks.Link = func(e survey.Event) string { return site.EventLink(base, e) }
	claimed := projects.New(st.People)
	claimed.Now = clock.Now
	orders := rectify.New(st.People)
	orders.Now = clock.Now
	cases := casework.New(st.People)
	cases.Now = clock.Now
	due := newAgenda(st.People, service, accounts, orders, cases, notifier, base)
	cards := points.New(st.People, form.ParseScheme)
	cards.Now = clock.Now
	given, reports := awards.New(st.People), duty.New(st.People)
	reports.Now = clock.Now
	due.Awards = given
	given.Now, given.Points = clock.Now, cards
	if orders.Files, err = s.folder(s.evidence(), log); err != nil {
		return errors.Join(err, listener.Close())
	}
	e := newServer(serverParts{
		service: service, access: accounts, paper: st.People, orders: orders, papers: official.New(st.People, orders, given), lists: st.People, projects: claimed, awards: given, duty: reports, cabinet: evidence.NewCabinet(st.People), cases: cases, agenda: due, points: cards, devices: st.People, hooks: hooks, sessions: clock.Sessions(), ready: st.Ready, log: log,
		replay: st.People, pace: s.RateLimit, design: s.Design,
		secure: strings.HasPrefix(base, "https:"), url: configured, proxies: proxies, kiosk: kiosk, notify: notifier, heads: keeper, provider: identities,
	})
	if err := s.announce(ctx, out, base, accounts); err != nil {
		return errors.Join(err, listener.Close())
	}
	if s.AdminAddr != "" {
		admin, err := net.Listen("tcp", s.AdminAddr)
		if err != nil {
			return errors.Join(fmt.Errorf("--admin-addr: %w", err), listener.Close())
		}
		profiler := httpServer(profiles())
		go func() { _ = profiler.Serve(admin) }() // it ends with the process, or by Close
		defer profiler.Close()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	whole := context.WithoutCancel(ctx) // a count that has begun is finished
	ticking := keepTime(ctx, whole, log, service.Tick, clock.Keep, keeper.tick, orders.Tick, cases.Tick, due.Tick)
	backing := keepTime(ctx, ctx, log, service.BackUp, orders.Tidy)
	var telling sync.WaitGroup
	telling.Go(func() { hooks.Run(ctx, log) })
	notifying := keepTime(ctx, ctx, log, notifier.Tick)
	err = serve(ctx, httpServer(e), listener)
	stop()
	telling.Wait()
	<-ticking
	<-backing
	<-notifying
	return err
}

// announce prints where to go.
func (s serveCmd) announce(ctx context.Context, out io.Writer, base string, accounts *access.Service) error {
	token, err := accounts.Setup(ctx)
	if err != nil {
		return err
	}
	words := map[string][3]string{
		"zh": {"民评已启动：%s\n", "数据位置：%s\n", "首次使用，请用此一次性链接设置管理员（24 小时内有效）：\n  %s\n"},
		"en": {"Minping is listening: %s\n", "Data: %s\n", "First start: make the administrator with this one-time link (good for 24 hours):\n  %s\n"},
	}[s.language()]
	fmt.Fprintf(out, words[0], base)
	fmt.Fprintf(out, words[1], s.where())
	if token != "" {
		fmt.Fprintf(out, words[2], base+"/setup?token="+url.QueryEscape(token))
	}
	return nil
}

// quiet returns how long after midnight --rewrite-at is.
func (s serveCmd) quiet() (time.Duration, error) {
	if s.RewriteAt == "" {
		return survey.DefaultQuiet, nil
	}
	at, err := time.Parse("15:04", s.RewriteAt)
	if err != nil {
		return 0, fmt.Errorf("--rewrite-at must be like 03:00, not %q", s.RewriteAt)
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, nil
}

// kiosk returns how long a shared tablet waits. A time that is nil, where flags
// were not read, is as by default.
func (s serveCmd) kiosk() (k site.Kiosk, err error) {
	for _, x := range []struct {
		name      string
		value     *time.Duration
		to        *time.Duration
		low, high time.Duration
	}{
		{"idle", s.KioskIdle, &k.Idle, 10 * time.Second, time.Hour},
		{"grace", s.KioskGrace, &k.Grace, 5 * time.Second, 10 * time.Minute},
		{"rest", s.KioskRest, &k.Rest, 5 * time.Second, 10 * time.Minute},
	} {
		if x.value == nil {
			continue
		}
		if *x.value < x.low || *x.value > x.high {
			return site.Kiosk{}, fmt.Errorf("--kiosk-%s must be from %s to %s, such as 45s, not %s", x.name, x.low, x.high, *x.value)
		}
		*x.to = *x.value
	}
	return k, nil
}

// base returns the address of --url without a slash at its end, or "".
func (s serveCmd) base() (string, error) {
	if s.URL == "" {
		return "", nil
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return "", fmt.Errorf("--url must be like https://survey.example.org, not %q", s.URL)
	}
	return u.Scheme + "://" + u.Host, nil
}

// reachable is how a browser on this machine reaches a listener.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return "http://" + a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// networks reads networks in CIDR notation.
func networks(list []string) ([]*net.IPNet, error) {
	nets := make([]*net.IPNet, len(list))
	for i, s := range list {
		_, n, err := net.ParseCIDR(s)
		if err != nil {
			return nil, fmt.Errorf("--proxy must be like 10.0.0.0/8, not %q", s)
		}
		nets[i] = n
	}
	return nets, nil
}

// keepTime does every second what is due, such as opening and closing polls,
// until ctx ends; the channel is closed when the last of it is done. What is
// under way is broken off when work ends.
func keepTime(ctx, work context.Context, log *slog.Logger, ticks ...func(context.Context) error) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		var said string
		for {
			var err error
			for _, tick := range ticks {
				err = errors.Join(err, tick(work))
			}
			if now := fmt.Sprint(err); err != nil && now != said { // once, not every second
				log.Error("tick", "error", err)
				said = now
			} else if err == nil {
				said = ""
			}
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return done
}

// shutdownTime is how long requests under way may take once the server is
// told to stop.
const shutdownTime = 30 * time.Second

// serve serves until ctx ends; requests under way are finished.
func serve(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return errors.Join(fmt.Errorf("requests were still under way: %w", err), server.Close())
	}
	return nil
}
