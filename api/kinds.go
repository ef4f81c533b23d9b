package api

import (
	"context"
	"errors"
	"net/http"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
	"minping/survey/clerk"
	"minping/survey/form"
	"minping/survey/replay"
)

// A kind is a type of problem: its name never changes.
type kind struct {
	name    string
	status  int
	general bool // the kind of any other error with the status
	is      func(error) bool
	title   survey.Text
	detail  survey.Text
}

// address is the problem's type: where its meaning can be read.
func (k kind) address() string { return Base + "/problems/" + k.name }

func text(zh, en string) survey.Text { return survey.Text{"zh": zh, "en": en} }

// one says whether an error is, or wraps, one of the targets.
func one(targets ...error) func(error) bool {
	return func(err error) bool {
		for _, t := range targets {
			if errors.Is(err, t) {
				return true
			}
		}
		return false
	}
}

// typed says whether an error is, or wraps, one of the type.
func typed[T error](err error) bool {
	var t T
	return errors.As(err, &t)
}

func either(a, b func(error) bool) func(error) bool {
	return func(err error) bool { return a(err) || b(err) }
}

// kinds are all problems that have a name of their own; the first that fits
// an error is its kind.
var kinds = []kind{
	{
		"invalid", http.StatusUnprocessableEntity, true,
		either(typed[mistakes], either(typed[survey.FieldErrors], typed[form.Errors])),
		text("内容有误", "Something in the request is wrong"),
		text("请按 errors 逐项改正后重新提交；没有保存任何内容。", "Correct what errors lists and send it again; nothing was stored."),
	},
	{
		"malformed", http.StatusBadRequest, true, either(typed[malformedError], one(errBroken)),
		text("请求无法读取", "The request cannot be read"),
		text("正文不是有效的 JSON，或没有完整到达。", "The body is not valid JSON, or did not arrive whole."),
	},
	{
		"too-large", http.StatusRequestEntityTooLarge, true, typed[*http.MaxBytesError],
		text("请求过大", "The request is too large"),
		text("正文超过大小限制：提交为 2 MiB，上传的文件以服务器的设定为准，其他为 5 MiB。", "The body is above the limit: 2 MiB for submissions, what the server is set to for files, 5 MiB for all else."),
	},
	{
		"media-type", http.StatusUnsupportedMediaType, true, typed[mediaTypeError],
		text("正文类型不对", "The body is of the wrong kind"),
		text("Content-Type 应为 {type}。", "Content-Type must be {type}."),
	},
	{
		"wrong-login", http.StatusUnauthorized, false, one(access.ErrLogin),
		text("用户名或密码不对", "The name or password is wrong"),
		text("请检查后重试；忘记密码可由运维人员用 minping user set-password 重设。", "Check both and try again; whoever runs the server can set a new password by minping user set-password."),
	},
	{
		"second-factor", http.StatusUnauthorized, false, one(access.ErrSecondFactor, access.ErrCode),
		text("需要验证码，或验证码不对", "A code is needed, or the code is wrong"),
		text("请在 code 中给出验证器显示的六位数字或一个恢复码，每个只能用一次；账号还没有两步验证的，先以 PUT /account/second-factor 设置。", "Give the six digits of the authenticator as code, or a recovery code; each is good once. An account without a second factor sets one up first, by PUT /account/second-factor."),
	},
	{
		"throttled", http.StatusTooManyRequests, true, typed[access.ThrottledError],
		text("尝试次数过多", "Too many attempts"),
		text("请按 Retry-After 所示的秒数稍后再试；有效的测评码随时可以使用。", "Try again after as many seconds as Retry-After says; a code that exists is taken at any time."),
	},
	{
		"rate", http.StatusTooManyRequests, false, typed[rateError],
		text("请求过快", "Too many requests"),
		text("每个账号每分钟的请求数有限，见 RateLimit-Policy；请按 Retry-After 所示的秒数稍后再试。", "An account may make so many requests a minute, see RateLimit-Policy; try again after as many seconds as Retry-After says."),
	},
	{
		"key-reused", http.StatusUnprocessableEntity, false, one(replay.ErrReused),
		text("该密钥已用于其他请求", "The key was used for another request"),
		text("Idempotency-Key 只能随同样的请求重发；新的请求请用新的密钥。", "An Idempotency-Key may only be sent again with the same request; use a new one for a new request."),
	},
	{
		"key-busy", http.StatusConflict, false, one(replay.ErrBusy),
		text("同样的请求正在处理", "The request is being carried out"),
		text("此前以同一 Idempotency-Key 发出的请求尚未完成；请稍候重发。", "The one sent before with this Idempotency-Key is not finished; send it again shortly."),
	},
	{
		"key-secret", http.StatusConflict, false, one(replay.ErrSecret),
		text("已经完成，内容不再显示", "It was carried out, and shown then"),
		text("以此 Idempotency-Key 的请求已经完成；其中的密钥或测评码只显示一次，服务器不保存，或答复过大而未保存。请撤销或作废后，用新的密钥重新生成。", "The request with this Idempotency-Key was carried out; its secret or codes were shown that once and are kept nowhere, or the answer was too large to keep. Revoke or void what was made, and make it anew under a new key."),
	},
	{
		"invitation", http.StatusForbidden, false, one(access.ErrInvitation),
		text("链接无效", "The link is not valid"),
		text("链接已用过、已撤回、已过期或不完整；请向运维人员要一个新的。", "It was used, withdrawn, has expired or is not whole; ask an operator for a new one."),
	},
	{
		"setup-link", http.StatusForbidden, false, one(access.ErrSetup),
		text("一次性链接无效", "The one-time link is not valid"),
		text("链接已用过、已过期或不完整；重新启动服务会显示新的链接（尚无管理员时）。", "It was used, has expired or is not whole; a restart prints a new one while there is no administrator."),
	},
	{
		"not-signed-in", http.StatusUnauthorized, true, one(access.ErrDenied),
		text("需要登录", "An account is needed"),
		text("请先登录，或以 Authorization: Bearer 提供有效的令牌。", "Sign in first, or send a valid token as Authorization: Bearer."),
	},
	{
		"cross-origin", http.StatusForbidden, false, typed[middleware.CrossOriginError],
		text("请求来自其他网站", "The request comes from another site"),
		text("浏览器请求只能由本站页面发出；程序请用令牌。", "A browser may send this from pages of this site only; programs use a token."),
	},
	{
		"proof", http.StatusForbidden, false, one(survey.ErrProof),
		text("工作量证明无效", "The proof of work does not hold"),
		text("证明已用过、已过期、不属于此测评或算得不对；或此网络一小时内提交已多，须附证明。请取新的 challenge 重算后提交同样的内容。", "It was used, has expired, belongs to another poll or was worked out wrongly; or this network has sent so many ballots within the hour that one is needed. Ask for a new challenge, solve it and send the same body."),
	},
	{
		"forbidden", http.StatusForbidden, true, one(survey.ErrForbidden),
		text("不允许", "Not allowed"),
		text("此操作不允许。", "This is not allowed."),
	},
	{
		"not-found", http.StatusNotFound, true, one(survey.ErrNotFound),
		text("没有找到", "There is no such thing"),
		text("地址、编号或测评码不存在，或不对您开放。", "The address, id or code does not exist, or is not open to you."),
	},
	{
		"quota-full", http.StatusConflict, false, one(survey.ErrFull),
		text("名额已满", "A quota is full"),
		text("没有保存任何内容，测评码仍可使用。errors 指出哪些选票已满额：按测评对象或测评主体满额的，可去掉该票后重新提交；按受访者基本情况满额的，不再需要。", "Nothing was stored, and a code may be used again. errors says which ballots found no room: leave out those whose unit or group is full and send the others; of a profile that is full no more are needed."),
	},
	{
		"closed", http.StatusGone, true, one(survey.ErrClosed),
		text("测评已结束", "The poll is closed"),
		text("不再接收新的提交；此前已提交的仍然有效。", "No new submissions are taken; those made before stand."),
	},
	{
		"not-open", http.StatusConflict, false, one(survey.ErrNotOpen),
		text("测评尚未开始", "The poll is not open yet"),
		text("请先开始测评。", "Open the poll first."),
	},
	{
		"frozen", http.StatusConflict, false, one(survey.ErrFrozen),
		text("规则已冻结", "The rules are frozen"),
		text("测评开始后只能推迟结束时间，其他内容不能再改。", "Once a poll has opened only its end can be moved to a later time."),
	},
	{
		"no-if-match", http.StatusPreconditionRequired, true, one(errNoMatch),
		text("须说明所改的版本", "Say which version is edited"),
		text("修改须带 If-Match：读取时得到的 ETag，以免覆盖他人的修改；写 * 表示无论现在是什么都照改。", "An edit needs If-Match: the ETag that came with what was read, so that nobody's edit is lost; * edits whatever there is."),
	},
	{
		"changed", http.StatusPreconditionFailed, true, one(survey.ErrStale),
		text("内容已被他人修改", "It was changed meanwhile"),
		text("没有保存任何内容；请重新读取，在新版本上修改后再提交。", "Nothing was stored; read it again, and make the change on what there is now."),
	},
	{
		"paper", http.StatusConflict, false, typed[survey.UnresolvedPaperError],
		text("还有纸质票没有投入票箱", "Sheets of paper are not in the ballot box yet"),
		text("请先录完并投入票箱，或以 paper=leave-out 明确不计入；已投入一部分的批次只能接着投完。", "Finish these batches, or leave them out by paper=leave-out; those that are partly in the box can only be finished."),
	},
	{
		"conflict", http.StatusConflict, true, one(survey.ErrConflict, clerk.ErrCodes, clerk.ErrTwice, clerk.ErrUneven),
		text("与已有内容冲突", "It conflicts with what there is"),
		text("已有的内容不变。提交：该密钥或测评码已用于其他内容；问卷：同一版本已发布过不同内容；测评：编号已用，或当前状态不允许此操作。", "What there is stands. A submission: the key or code was used for other ballots; a questionnaire: the version was published with other content; a poll: the id is taken, or its state does not allow this."),
	},
	{
		"last-operator", http.StatusConflict, false, one(access.ErrLastOperator),
		text("须保留最后一名运维员", "The last operator must stay"),
		text("没有改变任何内容；此后将无人能管理账号。请先把运维员授予另一个能登录、未停用的账号，且不设结束时间。", "Nothing was changed: nobody would be left to look after accounts. First make another account operator that can sign in, is not disabled, and without an end."),
	},
	{
		"not-program", http.StatusConflict, false, one(access.ErrNotProgram),
		text("此账号不是程序的账号", "The account is a person's"),
		text("只能给没有密码、角色为接口用户的账号代建令牌；人员自己用 POST /tokens 建立。", "Only an account without a password that is a client gets its tokens from others; people make their own by POST /tokens."),
	},
	{
		"unavailable", http.StatusServiceUnavailable, true,
		one(survey.ErrUnavailable, context.DeadlineExceeded, context.Canceled),
		text("暂时无法保存", "Storage is unavailable for the moment"),
		text("不能确定是否已保存；请稍候用同样的内容重新提交，不会重复计票。", "Nothing is known to be stored; send the same body again shortly, it will not be counted twice."),
	},
	{
		"method", http.StatusMethodNotAllowed, true, one(),
		text("不支持此方法", "The method is not allowed"),
		text("此地址支持的方法见 Allow。", "Allow lists the methods of this address."),
	},
}

// internal is the kind of all other errors: a mistake of ours.
var internal = kind{
	name: "internal", status: http.StatusInternalServerError,
	title:  text("服务器出错", "The server failed"),
	detail: text("错误已记录；请稍后重试。", "The failure was logged; please try again later."),
}

// GetProblem says what a problem type means.
func (s *Server) GetProblem(ctx context.Context, request GetProblemRequestObject) (GetProblemResponseObject, error) {
	lang := middleware.Lang(caller(ctx))
	for _, k := range append(kinds[:len(kinds):len(kinds)], internal) {
		if k.name == request.Problem {
			return GetProblem200JSONResponse{Type: k.address(), Title: k.title.In(lang), Detail: k.detail.In(lang), Status: k.status}, nil
		}
	}
	return nil, survey.ErrNotFound
}
