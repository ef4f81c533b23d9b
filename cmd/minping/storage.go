package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"minping/survey/store"
)

// storageFlags say where the data are.
type storageFlags struct {
	Data      string `default:"minping-data" env:"MINPING_DATA" type:"path" help:"Folder of the data (SQLite); made if it is not there."`
	DB        string `name:"db" env:"MINPING_DB" placeholder:"URL" help:"PostgreSQL database of people in place of the folder: postgres://user@host/name."`
	BallotsDB string `name:"ballots-db" env:"MINPING_BALLOTS_DB" placeholder:"URL" help:"PostgreSQL database of ballots; by default the name of --db with _ballots."`
	Evidence  string `type:"path" env:"MINPING_EVIDENCE" placeholder:"DIR" help:"Folder of the files that were uploaded as evidence. By default evidence in the folder of --data; with --db none."`
	AuditKey  string `type:"path" env:"MINPING_AUDIT_KEY" placeholder:"FILE" help:"Key that signs the heads of the audit log; made if it is not there. By default audit.key in the folder of --data; with --db none."`
}

// open opens the store.
func (f storageFlags) open() (*store.Store, error) {
	if f.DB == "" {
		st, err := store.OpenSQLite(f.Data)
		return st, f.explain(err)
	}
	ballots, err := f.ballots()
	if err != nil {
		return nil, err
	}
	return store.OpenPostgres(f.DB, ballots)
}

// explain says in both languages what to do about a folder that cannot be opened.
func (f storageFlags) explain(err error) error {
	switch {
	case errors.Is(err, store.ErrInUse):
		return fmt.Errorf("%s: 此数据文件夹正由另一个民评进程使用：请先停止它，或使用运行中服务的 API\n%w; stop it first, or use the API of the running server", f.Data, err)
	case errors.Is(err, store.ErrReadOnly):
		return fmt.Errorf("%s: 数据文件夹不可写：请以可写方式挂载、授予运行用户写权限，或用 --data 指定其他文件夹\n%w; mount it writable, give the user who runs Minping the right to write, or name another by --data", f.Data, err)
	}
	return err
}

// ballots returns where the database of ballots is.
func (f storageFlags) ballots() (string, error) {
	if f.BallotsDB != "" {
		return f.BallotsDB, nil
	}
	u, err := url.Parse(f.DB)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || strings.Trim(u.Path, "/") == "" {
		return "", usageError{errors.New("--db must be like postgres://user@host/minping; for any other form give --ballots-db too")}
	}
	u.Path += "_ballots"
	return u.String(), nil
}

// where names the place for people, without a password.
func (f storageFlags) where() string {
	if f.DB == "" {
		return f.Data + " (SQLite)"
	}
	if u, err := url.Parse(f.DB); err == nil {
		return u.Redacted()
	}
	return "PostgreSQL"
}
