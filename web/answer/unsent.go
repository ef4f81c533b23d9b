package answer

import "encoding/json"

// Words returns what send.js says about a ballot that waits on the device, as
// JSON. It travels with the form, so that it can be said without a network and
// in the respondent's language.
func (p CitizenPage) Words() string {
	title, held := p.T("unsent.title"), p.T("unsent.held")
	if p.Kiosk != "" {
		title, held = p.T("kiosk.title"), p.T("kiosk.held")
	}
	b, _ := json.Marshal(map[string]string{ // strings only: cannot fail
		"title":   title,
		"kept":    p.T("unsent.kept"),
		"held":    held,
		"again":   p.T("unsent.again"),
		"busy":    p.T("unsent.busy"),
		"clear":   p.T("unsent.remove"),
		"sure":    p.T("unsent.sure"),
		"yes":     p.T("unsent.yes"),
		"cleared": p.T("unsent.cleared"),
		"start":   p.T("unsent.start"),
		"show":    p.T("unsent.show"),
	})
	return string(b)
}

// Until returns the poll's end, Unix ms; 0 if it is closed by hand.
func (p CitizenPage) Until() int64 {
	if p.Poll.Closes.IsZero() {
		return 0
	}
	return p.Poll.Closes.UnixMilli()
}
