package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// UnitColumns head a table of units, as an import reads it.
var UnitColumns = []string{"unit", "name", "name_en", "tier", "parent"}

// UnitRow is a unit under UnitColumns.
func UnitRow(u survey.Unit) []string {
	return []string{u.ID, u.Name["zh"], u.Name["en"], u.Tier, u.Parent}
}

// Units writes units as an XLSX workbook of one sheet, all cells texts, that an
// import reads back as they are.
func Units(w io.Writer, units []survey.Unit) error {
	f := excelize.NewFile()
	defer f.Close()
	rows, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return fmt.Errorf("units as XLSX: %w", err)
	}
	put := func(i int, row []string) error {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
		}
		return rows.SetRow(fmt.Sprintf("A%d", i+1), cells)
	}
	err = rows.SetColWidth(1, len(UnitColumns), 18)
	if err == nil {
		err = put(0, UnitColumns)
	}
	for i := 0; err == nil && i < len(units); i++ {
		err = put(i+1, UnitRow(units[i]))
	}
	if err == nil {
		err = rows.Flush()
	}
	if err == nil {
		_, err = f.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("units as XLSX: %w", err)
	}
	return nil
}
