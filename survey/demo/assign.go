package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"minping/survey"
)

// Sections is the id of the draft that Assign360 makes.
const Sections = "sections"

// sections are the teams of an invented bureau, their people in the order of
// the roster: a head, two deputies, staff.
var sections = []survey.Text{
	{"zh": "综合处", "en": "General office"},
	{"zh": "规划处", "en": "Planning"},
	{"zh": "水资源处", "en": "Water resources"},
	{"zh": "建设处", "en": "Construction"},
	{"zh": "监督处", "en": "Supervision"},
	{"zh": "防汛处", "en": "Flood control"},
}

// perSection is how many people a section has.
const perSection = 10

// Assign360 makes the draft of a 360-degree evaluation of the heads and deputies
// of six sections of a bureau, with all their people on the roster, and draws who
// evaluates whom. Two nominations wait, and somebody has declined.
func Assign360(ctx context.Context, svc *survey.Service, q survey.QuestionnaireRef, now time.Time) error {
	rights := survey.Rights{}
	rights.Add(survey.ManageUnits, survey.Area{})
	rights.Add(survey.ManagePolls, survey.Area{})
	v := svc.Within(rights)
	change, ratees, plan := bureau()
	if _, err := v.ChangeRoster(ctx, change, nil); err != nil {
		return fmt.Errorf("roster: %w", err)
	}
	p := survey.Poll{
		ID: Sections, Title: survey.Text{"zh": "澄川市水务局处室负责人 360 度评价", "en": "Chengchuan water affairs: 360-degree feedback of sections"},
		Questionnaire: q, Units: ratees, Access: survey.ByCode, Closes: now.AddDate(0, 0, 21), Simulated: true, Organiser: organiser, Contact: contact,
	}
	if _, err := v.CreatePoll(ctx, p); err != nil {
		return fmt.Errorf("poll %s: %w", p.ID, err)
	}
	book, err := v.DrawAssignments(ctx, p.ID, 0, plan)
	if err != nil {
		return fmt.Errorf("assignments: %w", err)
	}
	leave := book.Assignments[0]
	for _, a := range book.Assignments {
		if a.Group == "peer" {
			leave = a
			break
		}
	}
	_, err = v.EditAssignments(ctx, p.ID, book.Revision, []survey.AssignmentEdit{
		{Do: survey.Decline, Ratee: leave.Ratee, Group: leave.Group, Rater: leave.Rater, Reason: "外出学习，半年未共事"},
		{Do: survey.Nominate, Ratee: personID(0, 0), Group: "recipient", Rater: personID(5, 5)},
		{Do: survey.Nominate, Ratee: personID(3, 1), Group: "recipient", Rater: personID(0, 8)},
	})
	return err
}

func personID(section, place int) string { return fmt.Sprintf("bureau-%d-%d", section+1, place+1) }

// bureau makes up the people, and the plan by which they evaluate each other.
func bureau() (change survey.RosterChange, ratees []string, plan survey.AssignmentPlan) {
	change.Units = []survey.Unit{{ID: "bureau", Name: survey.Text{"zh": "澄川市水务局（虚构）", "en": "Chengchuan water affairs bureau (invented)"}}}
	plan = survey.AssignmentPlan{Seed: 2026, Limit: 9, Recipients: map[string][]string{}, Rules: []survey.AssignmentRule{
		{Group: "self", Relation: survey.RelationSelf},
		{Group: "superior", Relation: survey.RelationSuperior},
		{Group: "peer", Relation: survey.RelationPeer, Count: 4},
		{Group: "subordinate", Relation: survey.RelationSubordinate, Count: 5},
		{Group: "recipient", Relation: survey.RelationRecipient, Count: 4},
	}}
	change.People = []survey.Person{{ID: "bureau-0", Name: "纪怀瑾", Team: "bureau", Order: 1, Rank: "局领导", Post: "分管副局长", Mail: "bureau-0@example.org"}}
	for i, title := range sections {
		team := "section-" + strconv.Itoa(i+1)
		change.Units = append(change.Units, survey.Unit{ID: team, Name: title, Parent: "bureau"})
		for j := range perSection {
			zh, _ := invented(i*perSection + j)
			p := survey.Person{ID: personID(i, j), Name: zh, Team: team, Order: j + 1, Mail: personID(i, j) + "@example.org"}
			switch {
			case i == len(sections)-1 && j > 6: // a small section: its deputies have few subordinates
				continue
			case j == 0: // heads are peers of each other, and so are deputies
				p.Team, p.Order, p.Rank, p.Post, p.Tier, p.Superior = "bureau", i+2, "正职", title["zh"]+"处长", survey.TierPerson, "bureau-0"
			case j < 3:
				p.Team, p.Order, p.Rank, p.Post, p.Tier, p.Superior = "bureau", 10*(i+1)+j, "副职", title["zh"]+"副处长", survey.TierPerson, personID(i, 0)
			case j == 3:
				p.Rank, p.Post, p.Superior = "科员", "科员", personID(i, 0)
			default:
				p.Rank, p.Post, p.Superior = "科员", "科员", personID(i, 1+j%2)
			}
			if p.Tier != "" {
				ratees = append(ratees, p.ID)
				for k := range 6 {
					plan.Recipients[p.ID] = append(plan.Recipients[p.ID], personID((i+1+k%2)%len(sections), 3+(j+k)%4))
				}
			}
			change.People = append(change.People, p)
		}
	}
	return change, ratees, plan
}
