package report

import (
	"strings"

	"minping/survey"
)

// integrityNote says whether an open poll looks stuffed, why, and what the
// scores are without the ballots that look copied.
func (w words) integrityNote(r *survey.Release) string {
	i := r.Integrity
	text := map[survey.Mark]string{
		survey.Green: w.say("绿：没有发现刷票迹象。", "Green: no sign of stuffing was found."),
		survey.Amber: w.say("黄：有异常，应先核实。", "Amber: something is unusual; look into it first."),
		survey.Red:   w.say("红：有重复的答卷，不像出自不同的人。", "Red: answer sheets repeat beyond what different people give."),
	}[i.Mark]
	for _, x := range i.Reasons {
		text += w.say("", " ") + w.integrityReason(r, x)
	}
	for _, u := range i.Units {
		text += w.sayf("%s：全部 %s 张票 %s 分；不计其中 %s 张为 %s 分（%s）。",
			" %s: %s ballots score %s in all; without %[4]s of them %[5]s (%[6]s).",
			unitName(r, u.Unit, w.lang), w.thousands(u.Ballots), score(u.Score), w.thousands(u.Marked), score(u.Screened), interval(u.Low, u.High))
	}
	if len(i.Units) > 0 {
		text += w.say("相同的诚实答卷也一并不计，故此数只供对照；本报告其他数字均含全部票。",
			" Honest sheets that are the same are left out too, so this is for comparison only; all other figures are those of all ballots.")
	}
	if seen := i.Arrivals.Seen; seen > 0 {
		text += w.sayf("来自哪些网络只在内存中计数：关闭测评的服务自启动起见到 %s 次提交。",
			" From which networks ballots came is counted in memory only: the server that closed the poll saw %s submissions since it started.", w.thousands(seen))
	} else {
		text += w.say("没有网络计数（服务重启过，或另一服务接收）。", " There is no count of the networks that ballots came from (the server was restarted, or another one took them).")
	}
	return text + w.say("有变化地伪造、各单位均匀分摊的，查不出。", " What is forged with variation, or alike over all units, is not found.")
}

func (w words) integrityReason(r *survey.Release, x survey.IntegrityReason) string {
	name, n, of := unitName(r, x.Unit, w.lang), w.thousands(x.Ballots), w.thousands(x.Of)
	switch x.Kind {
	case survey.CopiedSheets:
		return w.sayf("%s：%s 张票中有 %s 张答案完全相同，超出偶然。", "%s: of %s ballots %s repeat the same answers beyond chance.", name, of, n)
	case survey.StraightLines:
		return w.sayf("%s：%s 张票中有 %s 张从头到尾选同一格，远多于其他单位。", "%s: of %s ballots %s tick the same place throughout, far more than about any other unit.", name, of, n)
	case survey.OneNetwork:
		return w.sayf("某日 %s 次提交中有 %s 次来自同一网络（也可能是会场或运营商）。", "Of one day's %s submissions %s came from one network (which may be a hall, or a carrier).", of, n)
	case survey.Burst:
		return w.sayf("同一网络一分钟内提交 %s 次。", "One network sent %s submissions within a minute.", n)
	case survey.SilentNetwork:
		return w.sayf("某日同一网络的 %s 次提交中有 %s 次没有工作量证明。", "Of one network's %s submissions of a day %s had no proof of work.", of, n)
	case survey.TooFast:
		return w.sayf("%s 次提交中有 %s 次快到来不及逐题点选。", "Of %s submissions %s came sooner than answers can be ticked one by one.", of, n)
	case survey.OneDevice:
		return w.sayf("%s 次带设备标记的提交中，有 %s 次是同一设备超出一家人用量的部分。", "Of %s submissions with a device's token %s are beyond what a family hands in on one device.", of, n)
	default:
		return w.sayf("%s 次提交中有 %s 次没有工作量证明。", "Of %s submissions %s had no proof of work.", of, n)
	}
}

func unitName(r *survey.Release, id, lang string) string {
	u := r.Unit(id)
	if u == nil {
		return id
	}
	if name := strings.TrimSpace(u.Name.In(lang)); name != "" {
		return name
	}
	return id
}
