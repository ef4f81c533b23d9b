package manage

import (
	"cmp"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"minping/survey"
	"minping/web/site"
)

// An assignWorld is what names in the book stand for.
type assignWorld struct {
	rosterWorld
	poll   survey.Poll
	q      *survey.Questionnaire
	groups map[string]string
	lang   string
}

func (s *Pages) assignWorld(c echo.Context) (w assignWorld, err error) {
	ctx := c.Request().Context()
	if w.poll, err = s.Within(c).ManagedPoll(ctx, c.Param("poll")); err != nil {
		return w, err
	}
	if w.q, err = s.Within(c).PollQuestionnaire(ctx, w.poll.ID); err != nil {
		return w, err
	}
	w.lang, w.groups = site.Negotiate(c), map[string]string{}
	for _, g := range w.q.Groups {
		w.groups[g.ID] = g.Title.In(w.lang)
	}
	w.rosterWorld, err = s.rosterWorld(c)
	return w, err
}

// name is that of a person, or his id where he has left the roster.
func (w assignWorld) name(id string) string { return cmp.Or(w.person[id].Name, id) }

// place is the team and post of a person.
func (w assignWorld) place(id string) string {
	p := w.person[id]
	return strings.TrimSpace(w.unit[p.Team].Name.In(w.lang) + " " + p.Post)
}

// errWho says that a form names somebody who is not known, or whose name
// several people have.
var errWho = errors.New("nobody, or several, of that name")

// find returns the id of somebody whom a form names by id or by name.
func (w assignWorld) find(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if _, is := w.person[typed]; is {
		return typed, nil
	}
	found := ""
	for _, p := range w.people {
		if p.Name == typed {
			if found != "" {
				return "", errWho
			}
			found = p.ID
		}
	}
	if found == "" {
		return "", errWho
	}
	return found, nil
}
