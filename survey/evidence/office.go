package evidence

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// Limits of office files: of what they unpack to, which nobody unpacks here but
// whoever opens them will.
const (
	mostEntries  = 5000
	mostInflated = 200 << 20
	mostPart     = 1 << 20 // of a part that is read
)

// mainPart is the type that the document itself has, without macros.
var mainPart = map[Kind]string{
	DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
	XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}

// checkOffice refuses what is not a document of the kind, or could run
// something: macros, controls, embedded objects, a template fetched from elsewhere.
func checkOffice(content io.ReaderAt, size int64, want Kind) error {
	z, err := zip.NewReader(content, size)
	if err != nil {
		return refuse("evidence_damaged")
	}
	if len(z.File) > mostEntries {
		return refuse("evidence_inflated")
	}
	var inflated, held uint64
	names := map[string]bool{}
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		inflated += f.UncompressedSize64
		held += f.CompressedSize64
		switch {
		case inflated > mostInflated || f.UncompressedSize64 > mostInflated:
			return refuse("evidence_inflated")
		case held > uint64(size): // parts that lie over one another
			return refuse("evidence_inflated")
		case f.Flags&1 != 0 || names[name] || strings.Contains(name, "..") || strings.Contains(name, "\\") || strings.HasPrefix(name, "/"):
			return refuse("evidence_damaged") // encrypted, twice, or leading outside
		case runs(name):
			return refuse("evidence_macros")
		}
		names[name] = true
	}
	types, err := part(z, "[Content_Types].xml")
	if err != nil {
		return err
	}
	kinds, err := attributes(types, "ContentType")
	if err != nil {
		return refuse("evidence_damaged")
	}
	document := false
	for _, k := range kinds {
		k = strings.ToLower(k)
		if strings.Contains(k, "macroenabled") || strings.Contains(k, "vbaproject") || strings.Contains(k, "activex") {
			return refuse("evidence_macros")
		}
		document = document || k == mainPart[want]
	}
	if !document {
		return refuse("evidence_content", "extension", map[Kind]string{DOCX: ".docx", XLSX: ".xlsx"}[want])
	}
	if err := checkRelations(z); err != nil {
		return err
	}
	return unpack(z)
}

// unpack refuses parts that are not as long as they say: whoever opens the file
// by what comes out of it would be flooded.
func unpack(z *zip.Reader) error {
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return refuse("evidence_damaged")
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, int64(f.UncompressedSize64)+1)) // at most mostInflated
		if n > int64(f.UncompressedSize64) {
			err = zip.ErrFormat
		}
		if err = errors.Join(err, r.Close()); err != nil {
			return refuse("evidence_damaged")
		}
	}
	return nil
}

// runs reports whether a part of an office file can run something.
func runs(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "vba") || strings.HasPrefix(base, "oleobject") ||
		strings.Contains(name, "activex/") || strings.Contains(name, "macrosheets/") || strings.Contains(name, "customui/")
}

// checkRelations refuses templates and objects that are fetched from elsewhere.
func checkRelations(z *zip.Reader) error {
	for _, f := range z.File {
		if !strings.HasSuffix(strings.ToLower(f.Name), ".rels") {
			continue
		}
		text, err := part(z, f.Name)
		if err != nil {
			return err
		}
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			token, err := d.Token()
			if err == io.EOF { //nolint:errorlint // the decoder returns it bare
				break
			}
			if err != nil {
				return refuse("evidence_damaged")
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			kind, external := "", false
			for _, a := range start.Attr {
				switch a.Name.Local {
				case "Type":
					kind = strings.ToLower(path.Base(a.Value))
				case "TargetMode":
					external = strings.EqualFold(a.Value, "External")
				}
			}
			if external && kind != "hyperlink" && kind != "image" {
				return refuse("evidence_macros")
			}
		}
	}
	return nil
}

// part returns the text of a part of an office file.
func part(z *zip.Reader, name string) (string, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return "", refuse("evidence_damaged")
		}
		defer r.Close()
		text, err := io.ReadAll(io.LimitReader(r, mostPart+1))
		switch {
		case err != nil:
			return "", refuse("evidence_damaged")
		case len(text) > mostPart:
			return "", refuse("evidence_inflated")
		}
		return string(text), nil
	}
	return "", refuse("evidence_damaged")
}

// attributes returns the values of all attributes of a name.
func attributes(text, name string) (values []string, err error) {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF { //nolint:errorlint // the decoder returns it bare
			return values, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == name {
					values = append(values, a.Value)
				}
			}
		}
	}
}
