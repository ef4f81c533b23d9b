package notify

import "minping/survey"

// A wording is how a kind of message is worded unless an organiser words it
// otherwise.
type wording struct{ subject, body survey.Text }

// wordings are the texts of all kinds.
var wordings = map[Kind]wording{
	Invitation: {
		survey.Text{"zh": "请参加“{poll}”", "en": "Please take part in “{poll}”"},
		survey.Text{
			"zh": "[[{name}：\n]]您好！\n\n诚邀您参加“{poll}”。请打开下面的链接填写：\n{link}\n\n{how}\n\n[[截止时间：{closes}。]]\n\n[[{organiser}]][[\n联系方式：{contact}]]",
			"en": "[[Dear {name},\n\n]]You are invited to take part in “{poll}”. Please open this link:\n{link}\n\n{how}\n\n[[It ends on {closes}.]]\n\n[[{organiser}]][[\nContact: {contact}]]",
		},
	},
	Reminder: {
		survey.Text{"zh": "提醒：“{poll}”还在进行", "en": "Reminder: “{poll}” is still open"},
		survey.Text{
			"zh": "[[{name}：\n]]您好！\n\n“{poll}”还在进行。如果您还没有参加，请打开下面的链接：\n{link}\n\n{how}\n\n[[截止时间：{closes}。]]\n\n谁已经参加，我们无从知道，所以提醒发给所有受邀的人；如果您已经参加，请不必理会，谢谢！\n\n[[{organiser}]][[\n联系方式：{contact}]]",
			"en": "[[Dear {name},\n\n]]“{poll}” is still open. If you have not taken part yet, please open this link:\n{link}\n\n{how}\n\n[[It ends on {closes}.]]\n\nWe cannot know who has taken part, so this reminder goes to everybody who was invited. If you have, thank you; nothing more is needed.\n\n[[{organiser}]][[\nContact: {contact}]]",
		},
	},
	Opened: {
		survey.Text{"zh": "“{poll}”已开始", "en": "“{poll}” has opened"},
		survey.Text{
			"zh": "“{poll}”已于 {opens} 开始。[[结束时间：{closes}。]]\n\n查看进度：{link}",
			"en": "“{poll}” opened on {opens}.[[ It ends on {closes}.]]\n\nSee how it goes: {link}",
		},
	},
	Closed: {
		survey.Text{"zh": "“{poll}”已结束", "en": "“{poll}” has ended"},
		survey.Text{
			"zh": "“{poll}”已结束，不再收票，正在汇总结果。\n\n查看：{link}",
			"en": "“{poll}” has ended. No more ballots are taken, and the results are being made.\n\nSee: {link}",
		},
	},
	Released: {
		survey.Text{"zh": "“{poll}”的结果已生成", "en": "Results of “{poll}” are ready"},
		survey.Text{
			"zh": "“{poll}”的结果已生成，尚未发布。\n\n核对并发布：{link}",
			"en": "The results of “{poll}” are ready and not published yet.\n\nCheck and publish them: {link}",
		},
	},
	Published: {
		survey.Text{"zh": "“{poll}”的结果已发布", "en": "Results of “{poll}” are published"},
		survey.Text{
			"zh": "“{poll}”的结果已发布。\n\n查看结果：{link}",
			"en": "The results of “{poll}” are published.\n\nSee them: {link}",
		},
	},
	Bundle: {
		survey.Text{"zh": "请填写“{poll}”的评价", "en": "Your sheets of “{poll}”"},
		survey.Text{
			"zh": "[[{name}：\n]]您好！\n\n请您在“{poll}”中评价 {sheets} 人。打开下面的链接，就能看到全部名单，逐份填写，可以分几次完成：\n{link}\n\n[[截止时间：{closes}。]]\n\n评价内容保密：系统不记录哪个链接给了谁。本人自评和直接上级的评价，因为只有一个人填写，看结果的人知道是谁填的。\n\n请不要转发本邮件，并保留到全部填完：链接遗失无法补发。\n\n[[{organiser}]][[\n联系方式：{contact}]]",
			"en": "[[Dear {name},\n\n]]In “{poll}” you are asked to evaluate people: {sheets} in all. This link opens the whole list; fill in one sheet after the other, in as many sittings as you like:\n{link}\n\n[[It ends on {closes}.]]\n\nWhat you say is confidential: which link went to whom is not recorded. Where one person alone rates as what he is, as oneself or as the superior, readers know whose sheet it is.\n\nPlease do not pass this message on, and keep it until you are done: a lost link cannot be replaced.\n\n[[{organiser}]][[\nContact: {contact}]]",
		},
	},
	Nomination: {
		survey.Text{"zh": "请提名“{poll}”的评价人", "en": "Please propose raters for “{poll}”"},
		survey.Text{
			"zh": "[[{name}：\n]]您好！\n\n请您为“{poll}”提出评价人：您是被评价人的，提出了解自己工作的人；您是上级的，对下属提出的人表示同意或不同意。打开下面的链接：\n{link}\n\n[[截止时间：{until}。]]\n\n提名由上级或组织者同意后才算数；谁也看不到最后由谁来评。\n\n链接只给您本人，请不要转发。[[\n\n{organiser}]][[\n联系方式：{contact}]]",
			"en": "[[Dear {name},\n\n]]Please propose raters for “{poll}”: people who know your work if you are evaluated, and as a superior say whom of those proposed you approve. Open this link:\n{link}\n\n[[It ends on {until}.]]\n\nA proposal counts once the superior or the organiser approves it; nobody sees who rates in the end.\n\nThe link is yours alone; please do not pass it on.[[\n\n{organiser}]][[\nContact: {contact}]]",
		},
	},
	Account: {
		survey.Text{"zh": "请设置您的民评账号", "en": "Please set up your Minping account"},
		survey.Text{
			"zh": "[[{name}：\n]]您好！\n\n管理员为您开设了民评账号。请打开下面的链接设置密码：\n{link}\n\n[[链接在 {expires} 之前有效，]]只能用一次，请不要转发。如果您不知道这是什么，请不必理会。",
			"en": "[[Dear {name},\n\n]]An account of Minping was made for you. Please open this link to set its password:\n{link}\n\n[[The link is good until {expires}. ]]It works once; please do not pass it on. If you do not know what this is, nothing is needed.",
		},
	},
	Test: {
		survey.Text{"zh": "民评测试通知", "en": "A test message of Minping"},
		survey.Text{
			"zh": "这是一条测试通知。看到它，说明这条渠道可用。\n\n{link}",
			"en": "This is a test message. Seeing it, you know that this channel works.\n\n{link}",
		},
	},
}

// defaults are further words of messages.
var defaults = map[string]survey.Text{
	"house": {
		"zh": "此邮件由民评自动发出，请勿直接回复。",
		"en": "Minping sent this message by itself; please do not reply.",
	},
	"how_open": {
		"zh": "不用登录，也不记名。",
		"en": "No sign-in is needed, and nobody asks who you are.",
	},
	"how_bundle": {
		"zh": "请用已经发给您的纸条或邮件中的链接进入，里面是您要评价的全部名单。本邮件不含这个链接：哪个链接给了谁，系统不作记录，遗失无法补发。",
		"en": "Please come in with the link on your slip or in the earlier message; it opens all your sheets. This message does not hold it: which link went to whom is not recorded, and a lost one cannot be replaced.",
	},
	"how_code": {
		"zh": "请用另外发给您的一次性测评码进入。本邮件不含测评码：哪个码给了谁，系统不作记录。",
		"en": "Please come in with the one-time code that you are given apart from this message. It holds no code: whose a code is, is not recorded.",
	},
}
