package access

import "strings"

// A named part of what browsers call themselves, the first that fits counts:
// most name others beside themselves.
type named struct{ part, name string }

var browsers = []named{
	{"MicroMessenger/", "WeChat"},
	{"DingTalk/", "DingTalk"},
	{"Edg", "Edge"},
	{"OPR/", "Opera"},
	{"QQBrowser/", "QQ"},
	{"HuaweiBrowser/", "Huawei"},
	{"Firefox/", "Firefox"},
	{"FxiOS/", "Firefox"},
	{"Chrome/", "Chrome"},
	{"CriOS/", "Chrome"},
	{"Safari/", "Safari"},
	{"curl/", "curl"},
}

var systems = []named{
	{"HarmonyOS", "HarmonyOS"},
	{"Android", "Android"},
	{"iPhone", "iOS"},
	{"iPad", "iPadOS"},
	{"Windows", "Windows"},
	{"Macintosh", "macOS"},
	{"Linux", "Linux"},
}

// shortAgent returns browser and system of a User-Agent header, and no version
// or model, which would describe a person's device: "Firefox, Windows", or ""
// where nothing is known.
func shortAgent(header string) string {
	browser, system := firstOf(browsers, header), firstOf(systems, header)
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + ", " + system
}

func firstOf(list []named, header string) string {
	for _, n := range list {
		if strings.Contains(header, n.part) {
			return n.name
		}
	}
	return ""
}
