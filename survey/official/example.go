package official

import "minping/survey/document"

// Example is a document of a kind in which the meaning of every field stands in
// its place, with two entries of every list.
func Example(k Kind, lang string, text Text) Paper {
	p := Paper{Text: text, Lang: lang, Values: example(k.Scope(), lang)}
	if k == Notice {
		p.Annexes = []Annex{{Title: say(lang, "反馈问题清单", "Problems"), Table: exampleTable(lang)}, {Title: say(lang, "整改情况报告表", "Report on the rectification"), Table: exampleTable(lang)}}
	}
	return p
}

func example(s Scope, lang string) Values {
	v := Values{Fields: map[string]string{}, Lists: map[string][]Values{}, Tables: map[string]Block{}}
	for _, f := range s.Fields {
		v.Fields[f.Name] = say(lang, "〔", "[") + f.Words.In(lang) + say(lang, "〕", "]")
	}
	for _, t := range s.Tables {
		v.Tables[t.Name] = exampleTable(lang)
	}
	for _, l := range s.Lists {
		for n := range 2 {
			entry := example(l.Of, lang)
			for name, text := range map[string]string{"no": string(rune('1' + n)), "cn": numeral(n + 1)} {
				if _, there := entry.Fields[name]; there {
					entry.Fields[name] = text
				}
			}
			v.Lists[l.Name] = append(v.Lists[l.Name], entry)
		}
	}
	return v
}

// exampleTable is a table of which only the place matters.
func exampleTable(lang string) document.Table {
	s := sheet{heads: []column{col(say(lang, "（表）", "(table)"), 1), col("", 1), col("", 1)}, rows: [][]string{{"…", "…", "…"}, {"…", "…", "…"}}}
	return s.table(lang)
}
