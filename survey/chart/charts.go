package chart

import (
	"fmt"
	"io"
	"slices"

	"minping/survey"
	"minping/survey/canvas"
)

// A Subject says what of a release a figure is about, by ids. Figures leave aside
// what they have no use for; without a tier it is the largest.
type Subject struct {
	Tier, Unit, Other, Node, Group string
	More                           []string // further units beside Unit and Other
}

// pictures draws every figure that can be had by itself, by name: nil where
// there is nothing to draw. A new figure is a line here.
var pictures = map[string]func(Figures, Subject) *Picture{
	"answers":    Figures.answersPicture,
	"areas":      Figures.areasPicture,
	"byunit":     Figures.byUnitPicture,
	"change":     Figures.changePicture,
	"changes":    Figures.changesPicture,
	"compare":    Figures.comparePicture,
	"drivers":    Figures.driversPicture,
	"heat":       Figures.heatPicture,
	"items":      Figures.itemsPicture,
	opinionsName: Figures.opinionsPicture,
	"position":   Figures.positionPicture,
	"profile":    Figures.profilePicture,
	"quality":    Figures.qualityPicture,
	"ranking":    Figures.rankingPicture,
	"spread":     Figures.spreadPicture,
	"standing":   Figures.standingPicture,
	"trend":      Figures.trendPicture,
}

// opinionsName is the figure that needs no scores.
const opinionsName = "opinions"

// OfOpinions reports whether a figure shows the opinions on the question
// Subject.Node, so that it needs Figures.Opinions.
func OfOpinions(name string) bool { return name == opinionsName }

// OverRounds reports whether a figure shows earlier rounds, so that it needs
// Figures.Rounds.
func OverRounds(name string) bool { return name == "trend" }

// PictureNames lists the figures that can be had by themselves.
func PictureNames() []string {
	var names []string
	for name := range pictures {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Picture returns a figure that stands by itself, nil where there is no such
// figure or nothing to draw.
func (f Figures) Picture(name string, about Subject) *Picture {
	draw := pictures[name]
	if draw == nil || len(f.Release.Nodes) == 0 && name != opinionsName {
		return nil
	}
	if about.Tier == "" {
		about.Tier = f.largestTier()
	}
	p := draw(f, about)
	if p != nil {
		p.figures = f
	}
	return p
}

// largestTier returns the tier of most units, "" where there is none.
func (f Figures) largestTier() string {
	var largest survey.TierInfo
	for _, t := range f.Release.Tiers {
		if t.Units > largest.Units {
			largest = t
		}
	}
	return largest.ID
}

// MediaTypes are the types of the files of a figure, by ending.
var MediaTypes = map[string]string{
	"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8",
}

// Sharp is how many pixels of a PNG are one of the drawing.
const Sharp = 2

// Write writes a picture as "svg" or "png", or its table as "csv".
func (p *Picture) Write(w io.Writer, format string) error {
	switch format {
	case "svg":
		return canvas.SVG(w, p.Drawing())
	case "png":
		return canvas.PNG(w, p.Drawing(), Sharp)
	case "csv":
		return p.Table.CSV(w)
	}
	return fmt.Errorf("chart: no format %q", format)
}
