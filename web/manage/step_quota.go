package manage

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
	"minping/web/answer"
	"minping/web/site"
)

// quotaForm is how many ballots of which kind a poll takes.
type quotaForm struct {
	EachQuota   string // the most ballots of every unit, "" where units differ or have none
	Quotas      []quotaEntry
	QuotaUnits  []site.Choice
	QuotaGroups []site.Choice
	QuotaWheres []site.Choice // what a respondent says of himself
	QuotaOpen   bool
}

// A quotaEntry is a quota that can be changed or taken away.
type quotaEntry struct {
	Field  string // the name of its target
	Of     string
	Target string
}

// Every stands for each unit, group or answer where a quota is asked for.
const Every = "*"

// quotaConditions is how many conditions about the respondent a new quota can have.
const quotaConditions = 2

// evenQuota returns the target that every unit of a poll has by itself.
func evenQuota(poll *survey.Poll) (target int, even bool) {
	n := 0
	for _, q := range poll.Quotas {
		if !plainQuota(q) {
			continue
		}
		if n++; n > 1 && q.Target != target {
			return 0, false
		}
		target = q.Target
	}
	return target, n > 0 && n == len(poll.Units)
}

// plainQuota reports whether a quota bounds all ballots of a unit.
func plainQuota(q survey.Quota) bool { return q.Unit != "" && q.Group == "" && len(q.Where) == 0 }

func (p *setupPage) fillQuotas(names func(string) string) {
	target, even := evenQuota(&p.Poll)
	if even {
		p.EachQuota = strconv.Itoa(target)
	}
	p.EachQuota = p.sent("quota", p.EachQuota)
	words := &answer.Paper{Q: p.Q}
	for i, q := range p.Poll.Quotas {
		if even && plainQuota(q) {
			continue
		}
		e := quotaEntry{Field: quotaField(i), Of: quotaWords(p.Page, words, q, names)}
		e.Target = p.sent(e.Field, strconv.Itoa(q.Target))
		p.Quotas = append(p.Quotas, e)
	}
	p.QuotaUnits = site.Choices(p.sent("quota.unit", ""), "", p.T("setup.quota.all"), Every, p.T("setup.quota.each.unit"))
	for _, u := range p.Poll.Units {
		p.QuotaUnits = append(p.QuotaUnits, site.Choice{Value: u, Title: names(u), Chosen: p.sent("quota.unit", "") == u})
	}
	if len(p.Q.Groups) > 0 {
		p.QuotaGroups = site.Choices(p.sent("quota.group", ""), "", p.T("setup.quota.all"), Every, p.T("setup.quota.each.group"))
		for _, g := range p.Q.Groups {
			p.QuotaGroups = append(p.QuotaGroups, site.Choice{Value: g.ID, Title: g.Title.In(p.Lang), Chosen: p.sent("quota.group", "") == g.ID})
		}
	}
	for _, it := range ProfileChoices(p.Q) {
		title := it.Text.In(p.Lang)
		p.QuotaWheres = append(p.QuotaWheres, site.Choice{Value: it.ID + "=" + Every, Title: p.T("setup.quota.each.answer", "item", title)})
		for _, o := range p.Q.ItemOptions(it) {
			p.QuotaWheres = append(p.QuotaWheres, site.Choice{Value: it.ID + "=" + o.Code, Title: p.T("row.of", "text", title, "row", o.Label.In(p.Lang))})
		}
	}
	p.QuotaOpen = p.Open == "quota" || len(p.Quotas) > 0 || p.anyWrong("quota")
}

// Conditions are the fields of what a new quota asks of respondents.
func (p setupPage) Conditions() (names []string) {
	items := len(ProfileChoices(p.Q))
	for i := range min(quotaConditions, items) {
		names = append(names, fmt.Sprintf("quota.where.%d", i+1))
	}
	return names
}

// WhereChosen returns the choices of such a field.
func (p setupPage) WhereChosen(field string) []site.Choice {
	all := site.Choices("", "", p.T("setup.quota.all"))
	for _, c := range p.QuotaWheres {
		c.Chosen = c.Value == p.sent(field, "")
		all = append(all, c)
	}
	return all
}

// ProfileChoices are the choices that a respondent makes about himself.
func ProfileChoices(q *survey.Questionnaire) (items []*survey.Item) {
	for i := range q.Items {
		if it := &q.Items[i]; it.Profile && (it.Type == survey.Choice || it.Type == survey.Multiple) {
			items = append(items, it)
		}
	}
	return items
}

func quotaField(i int) string { return fmt.Sprintf("quota.%d", i) }

// quotaWords says which ballots a quota counts.
func quotaWords(p site.Page, words *answer.Paper, q survey.Quota, names func(string) string) string {
	var of []string
	if q.Unit != "" {
		of = append(of, names(q.Unit))
	}
	if q.Group != "" {
		of = append(of, words.GroupName(p.Lang, q.Group))
	}
	if len(q.Where) > 0 {
		of = append(of, words.Profile(p.Lang, q.Where))
	}
	if len(of) == 0 {
		of = []string{p.T("manage.quota.all")}
	}
	return site.JoinList(p.Lang, of)
}

// readQuotas reads the quotas: those that there are with their targets, an
// empty one taken away; then those that are asked for anew.
func readQuotas(form url.Values, q *survey.Questionnaire, poll *survey.Poll) (quotas []survey.Quota) {
	_, even := evenQuota(poll)
	each := strings.TrimSpace(form.Get("quota"))
	for i, quota := range poll.Quotas {
		if plainQuota(quota) && (even || each != "") {
			continue
		}
		if field := quotaField(i); posted(form, field) {
			if strings.TrimSpace(form.Get(field)) == "" {
				continue
			}
			quota.Target = whole(form.Get(field))
		}
		quotas = append(quotas, quota)
	}
	if each != "" {
		for _, u := range poll.Units {
			quotas = append(quotas, survey.Quota{Unit: u, Target: whole(each)})
		}
	}
	return merged(quotas, newQuotas(form, q, poll))
}

// merged adds quotas; one of the same ballots takes the place of the earlier.
func merged(quotas, more []survey.Quota) []survey.Quota {
	for _, m := range more {
		i := slices.IndexFunc(quotas, func(q survey.Quota) bool {
			return q.Unit == m.Unit && q.Group == m.Group && maps.Equal(q.Where, m.Where)
		})
		if i < 0 {
			quotas = append(quotas, m)
		} else {
			quotas[i] = m
		}
	}
	return quotas
}

// newQuotas are those that a form asks for: one for each unit, group and answer
// where it says so.
func newQuotas(form url.Values, q *survey.Questionnaire, poll *survey.Poll) []survey.Quota {
	unit, group, target := form.Get("quota.unit"), form.Get("quota.group"), strings.TrimSpace(form.Get("quota.target"))
	wheres := []map[string]string{{}}
	for i := range quotaConditions {
		item, code, ok := strings.Cut(form.Get(fmt.Sprintf("quota.where.%d", i+1)), "=")
		if ok {
			wheres = narrowed(q, wheres, item, code)
		}
	}
	if target == "" && unit == "" && group == "" && len(wheres) == 1 && len(wheres[0]) == 0 {
		return nil
	}
	units, groups := []string{unit}, []string{group}
	if unit == Every {
		units = poll.Units
	}
	if group == Every {
		groups = nil
		for _, g := range q.Groups {
			groups = append(groups, g.ID)
		}
	}
	var quotas []survey.Quota
	for _, u := range units {
		for _, g := range groups {
			for _, where := range wheres {
				if len(where) == 0 {
					where = nil
				}
				quotas = append(quotas, survey.Quota{Unit: u, Group: g, Where: where, Target: whole(target)})
			}
		}
	}
	return quotas
}

// narrowed asks of each of the conditions for an answer as well, or makes one of
// it for each answer that there is.
func narrowed(q *survey.Questionnaire, wheres []map[string]string, item, code string) (all []map[string]string) {
	codes := []string{code}
	if code == Every {
		codes = nil
		for _, it := range ProfileChoices(q) {
			if it.ID == item {
				for _, o := range q.ItemOptions(it) {
					codes = append(codes, o.Code)
				}
			}
		}
	}
	for _, where := range wheres {
		for _, code := range codes {
			more := maps.Clone(where)
			more[item] = code
			all = append(all, more)
		}
	}
	return all
}
