package store

import (
	"cmp"
	"strings"
)

// A BackupError says why a backup cannot be made, is none, or cannot be
// restored here.
type BackupError struct {
	Key    string // of the message, see backupMessages
	Where  string // folder, file or database
	Detail string
	Err    error // the cause, if it says more
}

// Error is the message in English.
func (e *BackupError) Error() string { return e.Message("en") }

// Unwrap returns the cause.
func (e *BackupError) Unwrap() error { return e.Err }

// Message says what is wrong and what would be right, in zh or en.
func (e *BackupError) Message(language string) string {
	m := backupMessages[e.Key]
	text := m.zh
	if language == "en" {
		text = m.en
	}
	detail := e.Detail
	if e.Err != nil {
		detail = cmp.Or(detail, e.Err.Error())
	}
	return strings.NewReplacer("{where}", e.Where, "{detail}", detail).Replace(text)
}

var backupMessages = map[string]struct{ zh, en string }{
	"no_data": {
		"{where} 中没有民评的数据，无可备份（{detail}）。请检查 --data 或 --db。",
		"There are no data of Minping in {where} to back up ({detail}); check --data or --db.",
	},
	"newer": {
		"{where} 出自较新版本的民评（{detail}）；请使用同一版本或更新的版本。",
		"{where} is of a newer version of Minping ({detail}); use that version or a later one.",
	},
	"unrest": {
		"备份期间不断有测评开启或结束，无法得到一致的状态；请稍后再试。",
		"Polls were being opened and closed all the time, so that no one state could be read; try again later.",
	},
	"in_use": {
		"另一个备份正在写入 {where}；请等它结束。",
		"Another backup is being written to {where}; wait until it is done.",
	},
	"not_continued": {
		"测评“{detail}”在备份 {where} 中有些票，现有数据里却没有：数据是从更早的备份恢复的、属于另一套安装，或已丢票。未写入任何内容；请查明原因，并为 --to 另选一个文件夹。",
		"Backup {where} holds ballots of poll “{detail}” that are not in the data: these were restored from an earlier backup, are of another installation, or have lost ballots. Nothing was written; find out why, and give --to another folder.",
	},
	"older_unreadable": {
		"无法读取已有的备份 {where}，因而不能与之比较（{detail}）。未写入任何内容；请将其移到别处。",
		"The backup {where}, kept here, cannot be read and compared with ({detail}). Nothing was written; move it elsewhere.",
	},
	"not_backup": {
		"{where} 不是一份完整的民评备份：{detail}。",
		"{where} is no whole backup of Minping: {detail}.",
	},
	"several": {
		"{where} 存放多份备份；请指定其中一份，例如 {detail}。",
		"{where} holds several backups; name one of them, such as {detail}.",
	},
	"damaged": {
		"备份已损坏，未恢复任何内容：{where} 与备份时不同（{detail}）。请用另一份备份。",
		"The backup is damaged, nothing was restored: {where} is not as it was written ({detail}). Use another one.",
	},
	"files": {
		"其中有 {detail} 件佐证文件，而没有说明它们存放在哪里；请加上 --evidence DIR。未写入任何内容。",
		"There are {detail} files of evidence in it, and it is not said where these lie; give --evidence DIR. Nothing was written.",
	},
	"restoring": {
		"另一个恢复正在写入数据库 {where}；请等它结束。",
		"Another restore is being written to database {where}; wait until it is done.",
	},
	"not_empty": {
		"只能恢复到空的位置，而 {where} 中已有 {detail}。请指定新的文件夹，或两个新建的数据库。",
		"Backups are restored to an empty place only, and {where} holds {detail}; give a new folder, or two new databases.",
	},
}
