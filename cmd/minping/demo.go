package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"minping/api"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/awards"
	"minping/survey/casework"
	"minping/survey/demo"
	"minping/survey/duty"
	"minping/survey/evidence"
	"minping/survey/form"
	"minping/survey/library"
	"minping/survey/official"
	"minping/survey/outbound"
	"minping/survey/points"
	"minping/survey/projects"
	"minping/survey/qr"
	"minping/survey/rectify"
	"minping/survey/store"
	"minping/survey/theme"
	"minping/web/site"
)

// demoCmd serves an example: a finished poll to look at, an open one to answer.
type demoCmd struct {
	Addr string `default:":8080" env:"MINPING_ADDR" help:"Address to listen on; another port is taken where the default one is in use."`
	speech
}

// Run fills a fresh database in a temporary folder and serves until it is told
// to stop; then the folder is removed.
func (d demoCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return d.run(ctx, os.Stdout, os.Stderr)
}

func (d demoCmd) run(ctx context.Context, out, logs io.Writer) (err error) {
	began := time.Now()
	dir, err := os.MkdirTemp("", "minping-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	st, err := store.OpenSQLite(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()

	service := survey.NewService(st.People, st.Ballots, form.Parse)
	service.Reader = theme.Reader{}
	questionnaire, err := library.Source("organisation-work")
	if err != nil {
		return err
	}
	example, err := demo.Fill(ctx, service, questionnaire, began)
	if err != nil {
		return err
	}
	consultation, err := library.Source("opinion-form")
	if err != nil {
		return err
	}
	if example.Opinions, err = demo.Consult(ctx, service, consultation, began); err != nil {
		return err
	}
	decision, err := library.Source("decision")
	if err != nil {
		return err
	}
	if example.Vote, err = demo.Vote(ctx, service, decision, began); err != nil {
		return err
	}
	if example.Evaluation, err = demo.Evaluate(ctx, service, began); err != nil {
		return err
	}
	feedback, err := library.Source("leadership-360")
	if err != nil {
		return err
	}
	if example.Feedback, err = demo.Evaluate360(ctx, service, feedback, began); err != nil {
		return err
	}
	if err := demo.Assign360(ctx, service, survey.QuestionnaireRef{ID: "leadership-360"}, began); err != nil {
		return err
	}
	listener, err := d.listen()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(logs, &slog.HandlerOptions{Level: slog.LevelWarn}))
	accounts := access.New(st.People)
	client := outbound.New()
	defer client.Close()
	hooks := newWebhooks(st, client)
	hooks.Link = func(e survey.Event) string { return site.EventLink(reachable(listener.Addr()), e) }
	notifier, err := smtpFlags{}.notifier(st, service, client, reachable(listener.Addr()), log) // no mail leaves a demo
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	orders, cases, cards := rectify.New(st.People), casework.New(st.People), points.New(st.People, form.ParseScheme)
	claimed := projects.New(st.People)
	given, reports := awards.New(st.People), duty.New(st.People)
	given.Points = cards
	due := newAgenda(st.People, service, accounts, orders, cases, notifier, reachable(listener.Addr()))
	due.Awards = given
	papers := official.New(st.People, orders, given)
	if orders.Files, err = (evidenceFlags{}).folder(storageFlags{Data: dir}.evidence(), log); err == nil {
		err = demo.Rectify(ctx, service, orders, example, d.language(), began)
	}
	if err == nil {
		err = demo.Cases(ctx, service, cases, d.language(), began)
	}
	if err == nil {
		err = demo.Projects(ctx, service, claimed, d.language(), began)
	}
	if err == nil {
		err = demo.Points(ctx, service, cards, example, d.language(), began)
	}
	if err == nil {
		err = demo.Awards(ctx, service, given, example, d.language(), began)
	}
	if err == nil {
		err = demo.Duty(ctx, service, reports, d.language(), began)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	e := newServer(serverParts{
		service: service, access: accounts, paper: st.People, orders: orders, papers: papers, lists: st.People, projects: claimed, awards: given, duty: reports, cabinet: evidence.NewCabinet(st.People), cases: cases, agenda: due, points: cards, devices: st.People, hooks: hooks, notify: notifier,
		replay: st.People, pace: api.UsualPace, sessions: st.People.Sessions(), ready: st.Ready, log: log, design: true,
	})
	if err := d.announce(ctx, out, listener.Addr(), service, accounts, example, time.Since(began)); err != nil {
		return errors.Join(err, listener.Close())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ticking := keepTime(ctx, context.WithoutCancel(ctx), log, service.Tick, orders.Tick, cases.Tick, due.Tick)
	var telling sync.WaitGroup
	telling.Go(func() { hooks.Run(ctx, log) })
	notifying := keepTime(ctx, ctx, log, notifier.Tick)
	err = serve(ctx, httpServer(e), listener)
	stop()
	telling.Wait()
	<-ticking
	<-notifying
	return err
}

// listen takes the address asked for; where the default port is in use, any.
func (d demoCmd) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", d.Addr)
	if err != nil && d.Addr == ":8080" && errors.Is(err, syscall.EADDRINUSE) {
		return net.Listen("tcp", ":0") //nolint:gosec // a phone must reach it, as with the default
	}
	return l, err
}

// announcement is what the demonstration says, by language.
var announcement = map[string]string{
	"zh": `民评演示已就绪（%.1f 秒）。地名、得分、选票全部为模拟数据，共 %d 张票，两轮。

  看结果   %[3]s/r/%[4]s                一页说清：名次、区间、预警
           %[3]s/r/%[4]s/heat           县区 × 19 项指标
           %[3]s/r/%[4]s/unit/%[5]s       一个县：强弱、问题、建议
           %[3]s/r/%[4]s/problems       %[6]d 个问题的整改清单，可下载 XLSX
           %[3]s/r/%[10]s/opinions?item=service   386 份征求意见表归并出的意见，原话附后
           %[3]s/r/%[11]s/votes   委员会票决，与上一次并列
           %[3]s/r/%[12]s/evaluation   班子和九名成员的民主测评汇总表
           %[3]s/r/%[13]s/evaluation   六十人的 360 度评价和反馈报告
  去作答   %[7]s
  来组织   %[8]s   （设一个密码，再看 /manage、整改台账 /orders、好差评 /cases、认领项目 /projects、整改成效 /r/%[4]s/proof）

%[9]s
用手机扫码作答（手机须与本机在同一网络）。按 Ctrl+C 结束，数据随即删除。
`,
	"en": `The Minping demo is ready (%.1f s). All places, scores and ballots are simulated: %d ballots in two rounds.

  Results  %[3]s/r/%[4]s                one page: ranks, intervals, flags
           %[3]s/r/%[4]s/heat           counties × 19 indicators
           %[3]s/r/%[4]s/unit/%[5]s       one county: strengths, problems, suggestions
           %[3]s/r/%[4]s/problems       the list of %[6]d problems, also as XLSX
           %[3]s/r/%[10]s/opinions?item=service   what 386 consultation forms come to
           %[3]s/r/%[11]s/votes   a committee's vote, beside the one before
           %[3]s/r/%[12]s/evaluation   a team of nine, evaluated by four tickets
           %[3]s/r/%[13]s/evaluation   360-degree feedback of sixty people
  Answer   %[7]s
  Organise %[8]s   (set a password, then see /manage, the ledger /orders, reviews /cases, /projects, what worked /r/%[4]s/proof)

%[9]s
Scan with a phone on the same network to answer. Ctrl+C ends the demo and deletes its data.
`,
}

// announce prints what to look at.
func (d demoCmd) announce(ctx context.Context, out io.Writer, addr net.Addr, service *survey.Service, accounts *access.Service, example demo.Example, took time.Duration) error {
	release, err := service.Release(ctx, example.Finished)
	if err != nil {
		return err
	}
	answer := onNetwork(addr) + "/p/" + example.Open
	code, err := qr.Encode(answer)
	if err != nil {
		return err
	}
	base := reachable(addr)
	token, err := accounts.Setup(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, announcement[d.language()], took.Seconds(), example.Ballots, base, example.Finished,
		lowest(release, "county"), len(release.Findings), answer, base+"/setup?token="+url.QueryEscape(token), code.Terminal(), example.Opinions, example.Vote, example.Evaluation, example.Feedback)
	return err
}

// lowest returns the last ranked unit of a tier.
func lowest(r *survey.Release, tier string) string {
	last, id := 0, ""
	for _, u := range r.Units {
		if u.Tier == tier && u.Rank != nil && u.Rank.Rank > last {
			last, id = u.Rank.Rank, u.Unit
		}
	}
	return id
}

// onNetwork is how a phone on the same network reaches a listener.
func onNetwork(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return reachable(a)
	}
	addrs, _ := net.InterfaceAddrs() // none: the phone cannot reach us anyway
	for _, addr := range addrs {
		if n, ok := addr.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			return "http://" + net.JoinHostPort(n.IP.String(), port)
		}
	}
	return reachable(a)
}
