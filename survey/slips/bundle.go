package slips

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"minping/survey"
	"minping/survey/pdf"
	"minping/survey/qr"
)

// Bundles is what the raters of a 360 get: a slip or a line each, with their
// names, in the order of the roster.
type Bundles struct {
	Poll  survey.Poll
	Title survey.Text // the poll's, or its questionnaire's
	Teams map[string]survey.Text
	List  []survey.Bundle
	URL   string         // where people reach the server, without a slash at the end
	Zone  *time.Location // in which times are written
}

// BundleFormats lists the formats that Bundles.Write knows.
var BundleFormats = []string{"pdf", "csv"}

// GatherBundles puts together what is said beside bundles; url is where people
// reach the server, without a slash at its end.
func GatherBundles(ctx context.Context, s source, poll, url string, list []survey.Bundle) (Bundles, error) {
	b, err := Gather(ctx, s, poll, url, survey.CodeBatch{}, nil)
	if err != nil {
		return Bundles{}, err
	}
	units, err := s.Units(ctx)
	all := Bundles{Poll: b.Poll, Title: b.Title, Teams: make(map[string]survey.Text, len(units)), List: list, URL: url, Zone: b.Zone}
	for _, u := range units {
		all.Teams[u.ID] = u.Name
	}
	return all, err
}

// WorkspaceLink leads to a rater's sheets, with the secret in the fragment,
// which browsers keep to themselves.
func WorkspaceLink(url, secret string) string { return url + "/w#" + secret }

// NominationLink leads to where somebody proposes raters, with his secret in
// the fragment.
func NominationLink(url, poll, secret string) string { return url + "/n/" + poll + "#" + secret }

// Write writes the bundles in a format of BundleFormats; lang, "zh" or "en", is
// that of the slips.
func (b Bundles) Write(w io.Writer, format, lang string) error {
	switch format {
	case "pdf":
		if errs := Limit(format, len(b.List)); len(errs) > 0 {
			return errs
		}
		return b.pdf(w, lang)
	case "csv":
		return b.csv(w, lang)
	}
	return fmt.Errorf("no format of bundles %q: there are %s", format, strings.Join(BundleFormats, ", "))
}

// bundleColumns are the headings of a mail merge.
var bundleColumns = []string{"name", "team", "post", "mail", "phone", "sheets", "secret", "link", "poll", "title", "closes"}

// csv writes one row a rater, for a mail merge, as CSV of codes is written.
func (b Bundles) csv(w io.Writer, lang string) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	if err := out.Write(bundleColumns); err != nil {
		return err
	}
	v := b.words(lang)
	closes := ""
	if !b.Poll.Closes.IsZero() {
		closes = v.clock(b.Poll.Closes)
	}
	for _, x := range b.List {
		row := []string{
			x.Rater.Name, b.team(x, lang), x.Rater.Post, x.Rater.Mail, x.Rater.Phone, strconv.Itoa(x.Sheets),
			x.Secret, WorkspaceLink(b.URL, x.Secret), b.Poll.ID, v.Heading(), closes,
		}
		for i := range row {
			row[i] = survey.PlainCell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}

func (b Bundles) words(lang string) words {
	return words{Batch{Poll: b.Poll, Title: b.Title, URL: b.URL, Zone: b.Zone}, lang}
}

func (b Bundles) team(x survey.Bundle, lang string) string { return b.Teams[x.Rater.Team].In(lang) }

// pdf writes slips to cut apart, each with its rater's name.
func (b Bundles) pdf(w io.Writer, lang string) error {
	v := b.words(lang)
	d := pdf.New(v.Heading()+" · "+v.Say("评价人凭条", "Raters' slips"), v.Language())
	sheets := (len(b.List) + perSheet - 1) / perSheet
	for i, x := range b.List {
		if i%perSheet == 0 {
			d.Page()
			v.head(d, i/perSheet+1, sheets)
		}
		place := i % perSheet
		if err := b.slip(d, v, sheetLeft+slipWidth*float64(place%columns), sheetTop+slipHeight*float64(place/columns), x); err != nil {
			return err
		}
	}
	_, err := d.WriteTo(w)
	return err
}

// slip draws the slip of a rater with its upper left corner at x, y.
func (b Bundles) slip(d *pdf.Document, v words, x, y float64, of survey.Bundle) error {
	drawn, err := qr.Encode(WorkspaceLink(b.URL, of.Secret))
	if err != nil {
		return err
	}
	v.marks(d, x, y)
	d.Squares(x+slipWidth-qrSide-qrMargin, y+qrMargin+1, qrSide, drawn.Size(), drawn.Dark)

	left, width := x+padding, slipWidth-padding-qrSide-2*qrMargin
	at := d.Text(left, y+4, width, d.Lines(v.Heading(), width, 2, small), small)
	at = d.Text(left, at, width, d.Lines(of.Rater.Name, width, 1, heading), heading)
	at = d.Text(left, at, width, d.Lines(b.place(of, v.lang), width, 1, small), small)
	at = d.Text(left, at, width, d.Lines(v.Sheets(of.Sheets), width, 1, body), body)
	d.Text(left, at, width, v.Window(), body)

	told := b.promise(v)
	word := small
	word.Bold = true
	d.Text(left, y+35.5, textSide, []string{v.Kept()}, word)
	lines := d.Lines(v.Kept()+told, textSide, 3, small)
	begun := d.Measure(v.Kept(), small)
	at = d.Text(left+begun, y+35.5, textSide, []string{strings.TrimPrefix(lines[0], v.Kept())}, small)
	d.Text(left, at, textSide, lines[1:], small)

	d.Line(left, y+49.2, left+textSide, y+49.2, rule)
	d.Text(left, y+50.2, textSide, d.Lines(of.Secret, textSide, 1, coded), coded)
	how := v.Say("扫码；或打开此网址，输入上面的口令：", "Scan, or open this address and enter the secret above:")
	at = d.Text(left, y+56, textSide, d.Lines(how, textSide, 1, centred), centred)
	d.Text(left, at, textSide, d.Lines(short(b.URL+"/w"), textSide, 2, address), address)
	return nil
}

// place is where a rater is found: team and post.
func (b Bundles) place(of survey.Bundle, lang string) string {
	return strings.TrimSpace(b.team(of, lang) + " " + of.Rater.Post)
}

// Sheets says how many sheets a slip opens.
func (v words) Sheets(n int) string {
	if n == 1 {
		return v.Say("请评价 1 人", "1 person to evaluate")
	}
	return v.Say("请评价 "+strconv.Itoa(n)+" 人", strconv.Itoa(n)+" people to evaluate")
}

// promise says what raters are promised: in a 360 by code, confidence, and not
// that nobody could ever tell.
func (b Bundles) promise(v words) string {
	return v.Say("：系统不记录哪条口令给了谁，票上没有姓名。本人和直接上级的评价只有一人填写，看结果的人知道是谁。遗失不补。",
		": which slip is whose is not recorded, and sheets have no names. Where one person alone rates, as oneself or as the superior, readers know whose sheet it is. Not replaced if lost.")
}

// short is an address as people type it.
func short(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
}
