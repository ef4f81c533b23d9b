package api

import (
	"errors"
	"reflect"
	"strings"

	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/zh"
	ut "github.com/go-playground/universal-translator"
	"github.com/go-playground/validator/v10"
	enwords "github.com/go-playground/validator/v10/translations/en"
	zhwords "github.com/go-playground/validator/v10/translations/zh"
	"github.com/labstack/echo/v4"
)

// rules is the one validator: the rules that stand as validate tags in the
// document and on the types of survey.
var rules, translators = newRules()

func newRules() (*validator.Validate, map[string]ut.Translator) {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	languages := ut.New(en.New(), en.New(), zh.New())
	inEnglish, _ := languages.GetTranslator("en")
	inChinese, _ := languages.GetTranslator("zh")
	if err := errors.Join(
		enwords.RegisterDefaultTranslations(v, inEnglish),
		zhwords.RegisterDefaultTranslations(v, inChinese),
	); err != nil {
		panic(err)
	}
	return v, map[string]ut.Translator{"en": inEnglish, "zh": inChinese}
}

// validated lets a decoded request pass that keeps the rules.
func validated(next StrictHandlerFunc, _ string) StrictHandlerFunc {
	return func(c echo.Context, request any) (any, error) {
		body := reflect.ValueOf(request).FieldByName("Body")
		if !body.IsValid() || body.Kind() != reflect.Pointer {
			return next(c, request)
		}
		var broken validator.ValidationErrors
		if err := rules.StructCtx(c.Request().Context(), body.Interface()); errors.As(err, &broken) {
			return nil, invalid(ruleMistakes(broken))
		} else if err != nil {
			return nil, err
		}
		return next(c, request)
	}
}

// ruleMistakes says where a body breaks the rules.
func ruleMistakes(broken validator.ValidationErrors) mistakes {
	list := make(mistakes, len(broken))
	for i, e := range broken {
		_, field, _ := strings.Cut(e.Namespace(), ".") // the first part is the type's name
		list[i] = Mistake{Pointer: pointerTo(field), Key: e.Tag(), words: func(lang string) string {
			return e.Translate(translators[lang])
		}}
	}
	return list
}
