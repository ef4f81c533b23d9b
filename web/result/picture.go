package result

import (
	"bytes"
	"net/url"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/survey/chart"
)

// maxPictures is how many files of figures are kept; most have up to 1 MB.
const maxPictures = 32

// An easel draws figures as files, one at a time: a large PNG takes memory and
// a processor.
type easel struct {
	*leader
	kept    *shownPages
	drawing sync.Mutex
}

// picture sends a figure as a file: ranking.svg, ranking.png, ranking.csv.
func (e *easel) picture(c echo.Context) error {
	name, format, _ := strings.Cut(c.Param("file"), ".")
	if _, known := chart.MediaTypes[format]; !known {
		return survey.ErrNotFound
	}
	p, err := e.results(c)
	if err != nil {
		return err
	}
	about := subject(c)
	if chart.OfOpinions(name) { // not kept: they change after the figures
		list, err := e.Within(c).Opinions(c.Request().Context(), p.Poll.ID, about.Node)
		if err != nil {
			return err
		}
		p.Figures.Opinions = &list
		body, err := e.draw(p, name, format, about)
		if err != nil {
			return err
		}
		return e.sendPicture(c, p, name, format, about, body)
	}
	key := shownKey{release: p.Release, address: p.pictureURL(name, format, about), language: p.Lang}
	if chart.OverRounds(name) {
		if p.Rounds, err = e.rounds(c, p); err != nil {
			return err
		}
		key.rounds = p.roundKey()
	}
	file, ok := e.kept.get(key)
	if !ok {
		if file.body, err = e.draw(p, name, format, about); err != nil {
			return err
		}
		e.kept.put(key, file)
	}
	return e.sendPicture(c, p, name, format, about, file.body)
}

func (e *easel) sendPicture(c echo.Context, p resultsPage, name, format string, about chart.Subject, body []byte) error {
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'")
	return e.attach(c, p, pictureFile(p.Poll.ID, name, about)+"."+format, chart.MediaTypes[format], body)
}

func (e *easel) draw(p resultsPage, name, format string, about chart.Subject) ([]byte, error) {
	e.drawing.Lock()
	defer e.drawing.Unlock()
	picture := p.drawing(name, about)
	if picture == nil {
		return nil, survey.ErrNotFound
	}
	var b bytes.Buffer
	err := picture.Write(&b, format)
	return b.Bytes(), err
}

// The parameters of an address that say what a figure is about.
const (
	pictureTier  = "tier"
	pictureUnit  = "unit"
	pictureOther = "with"
	pictureMore  = "and"
	pictureNode  = "node"
	pictureGroup = "group"
)

// subject reads what a figure is about.
func subject(c echo.Context) chart.Subject {
	return chart.Subject{
		Tier: c.QueryParam(pictureTier), Unit: c.QueryParam(pictureUnit), Other: c.QueryParam(pictureOther),
		Node: c.QueryParam(pictureNode), Group: c.QueryParam(pictureGroup), More: c.QueryParams()[pictureMore],
	}
}

// pictureURL is where a file of a figure is.
func (p *resultsPage) pictureURL(name, format string, about chart.Subject) string {
	address := p.address("/chart/"+url.PathEscape(name)+"."+format,
		pictureTier, about.Tier, pictureUnit, about.Unit, pictureOther, about.Other, pictureNode, about.Node, pictureGroup, about.Group)
	if len(about.More) > 0 {
		address += "&" + url.Values{pictureMore: about.More}.Encode()
	}
	return address
}

// drawing returns a figure, over the rounds of the page where it has any.
func (p *resultsPage) drawing(name string, about chart.Subject) *chart.Picture {
	f := p.Figures
	f.Rounds = p.Rounds
	return f.Picture(name, about)
}

// pictureFile names a file of a figure without its ending.
func pictureFile(poll, name string, about chart.Subject) string {
	parts := []string{poll, name}
	for _, s := range append([]string{about.Unit, about.Other, about.Node, about.Group}, about.More...) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if about.Unit == "" && about.Tier != "" {
		parts = append(parts, about.Tier)
	}
	return strings.Join(parts, "-")
}

// A pictured is the files of a figure on a page, and the table behind it.
type pictured struct {
	Title         string
	SVG, PNG, CSV string
	Table         chart.Table
}

// Picture returns the files of a figure, nil where there is nothing to draw.
// Parameters are those of its address: names and values in turn.
func (p resultsPage) Picture(name string, params ...string) *pictured {
	var about chart.Subject
	for i := 0; i+1 < len(params); i += 2 {
		switch value := params[i+1]; params[i] {
		case pictureTier:
			about.Tier = value
		case pictureUnit:
			about.Unit = value
		case pictureOther:
			about.Other = value
		case pictureMore:
			about.More = append(about.More, value)
		case pictureNode:
			about.Node = value
		case pictureGroup:
			about.Group = value
		}
	}
	picture := p.drawing(name, about)
	if picture == nil {
		return nil
	}
	return &pictured{
		Title: picture.Title, Table: picture.Table,
		SVG: p.pictureURL(name, "svg", about), PNG: p.pictureURL(name, "png", about), CSV: p.pictureURL(name, "csv", about),
	}
}
