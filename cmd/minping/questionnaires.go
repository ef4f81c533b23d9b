package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"minping/survey"
	"minping/survey/library"
)

// questionnairesCmd lists the bundled questionnaires and copies one out.
type questionnairesCmd struct {
	Write string `placeholder:"ID" help:"Copy this questionnaire out, to start from."`
	Out   string `short:"o" placeholder:"FILE" help:"Where --write writes; - is standard output; default: ID.yaml."`
	Force bool   `help:"Let --write overwrite a file."`
	JSON  bool   `name:"json" help:"Print the list as JSON."`
	speech
}

// Run prints the list, or what was written, to standard output.
func (c questionnairesCmd) Run() error { return c.run(os.Stdout) }

func (c questionnairesCmd) run(stdout io.Writer) error {
	switch {
	case c.Write != "" && c.JSON:
		return usageError{errors.New(c.say("--write 不能与 --json 同用", "--write and --json exclude each other"))}
	case c.Write != "":
		return c.write(stdout)
	case c.Out != "" || c.Force:
		return usageError{errors.New(c.say("-o 和 --force 须与 --write 同用", "-o and --force go with --write"))}
	case c.JSON:
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(library.List())
	default:
		return c.list(stdout)
	}
}

// list prints a table; Chinese characters count as two columns wide.
func (c questionnairesCmd) list(stdout io.Writer) error {
	lang := c.language()
	t := table.NewWriter()
	t.SetStyle(plainTable())
	t.AppendHeader(table.Row{
		c.say("编号", "ID"), c.say("版本", "Version"), c.say("名称", "Title"),
		c.say("题数", "Questions"), c.say("语言", "Languages"), c.say("用途", "For"),
	})
	t.SuppressTrailingSpaces()
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 4, Align: text.AlignRight, AlignHeader: text.AlignRight}})
	for _, e := range library.List() {
		t.AppendRow(table.Row{
			e.ID, e.Version, e.Title.In(lang), e.Items, strings.Join(e.Languages, " "), e.About.In(lang),
		})
	}
	if _, err := fmt.Fprintln(stdout, t.Render()); err != nil {
		return err
	}
	_, err := fmt.Fprintf(stdout, "\n%s\n", c.say(
		"复制一份来改：minping questionnaires --write 编号",
		"Copy one out to start from: minping questionnaires --write ID"))
	return err
}

// plainTable has columns set apart by space and a rule under the heads.
func plainTable() table.Style {
	style := table.StyleLight
	style.Options.DrawBorder = false
	style.Options.SeparateColumns = false
	style.Format.Header = text.FormatDefault
	return style
}

// write copies a questionnaire out as it is, comments and all.
func (c questionnairesCmd) write(stdout io.Writer) error {
	src, err := library.Source(c.Write)
	if errors.Is(err, survey.ErrNotFound) {
		return usageError{fmt.Errorf(c.say(
			"没有编号为 %q 的问卷；可选：%s",
			"there is no bundled questionnaire %q; there are: %s"), c.Write, bundledIDs())}
	}
	if err != nil {
		return err
	}
	if c.Out == "-" {
		_, err := stdout.Write(src)
		return err
	}
	path := c.Out
	if path == "" {
		path = c.Write + ".yaml"
	}
	if err := c.create(path, src); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, c.say("已写入 %s，改好后用 minping check %[1]s 检查\n",
		"Wrote %s; after your changes check it with: minping check %[1]s\n"), path)
	return err
}

// create writes a file that must not exist yet, unless forced.
func (c questionnairesCmd) create(path string, src []byte) error {
	mode := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if c.Force {
		mode = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(path, mode, 0o644) //nolint:gosec // a questionnaire is no secret
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf(c.say("%s 已存在；要覆盖请加 --force，或用 -o 换个文件名",
			"%s exists; overwrite it with --force, or name another file with -o"), path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(src)
	return errors.Join(err, f.Close())
}

func bundledIDs() string {
	var ids []string
	for _, e := range library.List() {
		ids = append(ids, e.ID)
	}
	return strings.Join(ids, ", ")
}
