package survey

import "maps"

// evidenceMessages say why a file is not taken as evidence.
var evidenceMessages = map[string]message{
	"evidence_kind":     {"这种文件不能上传；可上传：{extensions}。", "Files of this kind are not taken; there are {extensions}."},
	"evidence_empty":    {"文件是空的。", "The file is empty."},
	"evidence_content":  {"文件内容与扩展名 {extension} 不符；请用生成它的软件另存为该格式后再传。", "The content is not that of a {extension} file; save it in that format and upload it again."},
	"evidence_damaged":  {"文件已损坏、不完整或加了密码；请检查后重新上传。", "The file is damaged, incomplete or locked by a password; check it and upload it again."},
	"evidence_hidden":   {"文件后面藏有压缩包；请用打开它的软件另存后再传。", "There is an archive behind the file; save it anew with the program that opens it, and upload that."},
	"evidence_pixels":   {"图片太大；最多 {max} 百万像素。", "The picture is too large; there may be {max} million pixels."},
	"evidence_active":   {"PDF 中含有脚本或会启动程序；请打印成 PDF 后再传。", "The PDF holds scripts or starts programs; print it to a PDF and upload that."},
	"evidence_macros":   {"文件中含有宏、控件、嵌入对象或外部模板；请去掉后另存，或转为 PDF。", "The file holds macros, controls, embedded objects or a template from elsewhere; save it without them, or as PDF."},
	"evidence_inflated": {"文件解压后太大。", "The file unpacks to too much."},
	"evidence_size":     {"文件太大；最多 {max} MB。", "The file is too large; there may be {max} MB."},
	"evidence_full":     {"存放佐证材料的空间已满；请联系运维员。", "There is no more room for evidence; ask whoever runs the server."},
	"evidence_many":     {"这项任务已有 {max} 个文件，不能再传；请合并成一个 PDF，或删去没有用到的文件。", "The task has {max} files already; join them into one PDF, or remove those that no step refers to."},
	"evidence_done":     {"任务已办结或撤销，不能再传文件；有新情况请找督查人员。", "The task is closed or withdrawn and takes no more files; ask whoever checks it."},
	"evidence_off":      {"本系统没有设置存放文件的文件夹；请在佐证中写明材料的名称和存放处，或请运维员以 --evidence 启动。", "This server has no folder for files; write what the evidence is and where it lies, or have the server started with --evidence."},
	"evidence_none":     {"请先选择要上传的文件。", "Choose a file to upload first."},
	"evidence_name":     {"请给出文件名，连同扩展名，例如 name=公示照片.jpg。", "Give the name of the file with its extension, such as name=notice.jpg."},
	"evidence_infected": {"查毒软件在文件中发现了问题，文件没有保存。", "The virus scanner found something in the file; it was not kept."},
	"evidence_scanner":  {"查毒软件没有正常工作，文件没有保存；请稍后再试，仍不行请联系运维员。", "The virus scanner did not work, so the file was not kept; try again, then ask whoever runs the server."},
}

func init() { maps.Copy(messages, evidenceMessages) }
