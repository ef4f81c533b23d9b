package survey

import "maps"

// outboundMessages say why an address that somebody entered cannot be called,
// or was not.
var outboundMessages = map[string]message{
	"outbound_url":      {"网址须以 http:// 或 https:// 开头，如 https://example.org/hook，不带 # 部分，最多 {bytes} 个字节。", "The address must begin with http:// or https://, such as https://example.org/hook, without a part after #, in at most {bytes} bytes."},
	"outbound_userinfo": {"网址中不能含用户名和密码；请用签名来验明来源。", "The address must not hold a name and password; use the signature to prove where a call comes from."},
	"outbound_host":     {"主机须是英文字母域名（中文域名请写 xn-- 形式），或通常写法的 IP 地址，如 203.0.114.7、[2606:4700::1]。", "The host must be a name in Latin letters (others in their xn-- form), or an IP address in its usual form, such as 203.0.114.7 or [2606:4700::1]."},
	"outbound_address":  {"该主机不在公共互联网上（本机、内网、链路本地等地址）。确需访问时，请运维员用 --outbound-allow 允许该网段。", "The host is not on the public Internet (this machine, a private or link-local network, or the like). If it has to be called, whoever runs the server allows its network by --outbound-allow."},
	"outbound_name":     {"域名解析不到地址；请检查域名是否写对。", "The name of the host has no address; check how it is written."},
	"outbound_connect":  {"连接不上：对方没有在该端口接收，或中途断开。", "No connection: nothing listens at the port, or it broke off."},
	"outbound_tls":      {"对方的证书无法验证；请换上由受信任机构签发、与域名相符的证书。", "The certificate cannot be verified; the host needs one for its name from an authority that is trusted."},
	"outbound_time":     {"对方 {seconds} 秒内没有答完。", "There was no whole answer within {seconds} seconds."},
	"outbound_answer":   {"对方的应答不是 HTTP，或不完整。", "The answer is not HTTP, or not whole."},
}

func init() { maps.Copy(messages, outboundMessages) }
