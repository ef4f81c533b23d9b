package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v4"

	"minping/api/middleware"
	"minping/survey"
	"minping/survey/access"
)

// check lets a request pass that is as the document says.
func (o operation) check(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !o.admits(c) {
			return access.ErrDenied
		}
		if err := o.checkParameters(c); err != nil {
			return err
		}
		if o.guarded && c.Request().Header.Get("If-Match") == "" {
			return errNoMatch
		}
		if len(o.media) > 0 {
			if err := o.checkMediaType(c.Request()); err != nil {
				return err
			}
		}
		if o.body != nil {
			if err := o.checkBody(c.Request()); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// admits reports whether whoever asks is signed in as the operation needs it.
func (o operation) admits(c echo.Context) bool {
	_, signed := middleware.Signed(c)
	_, in, asks := middleware.Asking(c)
	if o.session {
		return asks && (o.half || !in.Half)
	}
	return signed || !o.signed
}

func (o operation) checkParameters(c echo.Context) error {
	path := make(map[string]string)
	for i, name := range c.ParamNames() {
		path[name] = c.ParamValues()[i]
	}
	bare := *c.Request() // the filter would read a body even if it is to be left alone
	bare.Body = http.NoBody
	err := openapi3filter.ValidateRequest(bare.Context(), &openapi3filter.RequestValidationInput{
		Request: &bare, PathParams: path, Route: o.route,
		Options: &openapi3filter.Options{
			ExcludeRequestBody: true, MultiError: true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, // checked above
		},
	})
	if err != nil {
		return invalid(parameterMistakes(err))
	}
	return o.checkOnce(c)
}

// checkOnce refuses a parameter that is given twice, which would have no
// meaning.
func (o operation) checkOnce(c echo.Context) error {
	given := c.QueryParams()
	var twice mistakes
	for _, list := range []openapi3.Parameters{o.route.PathItem.Parameters, o.route.Operation.Parameters} {
		for _, p := range list {
			if name := p.Value.Name; p.Value.In == openapi3.ParameterInQuery && len(given[name]) > 1 {
				twice = append(twice, Mistake{Parameter: name, Key: "parameter_twice", words: survey.FieldError{Key: "parameter_twice", Args: survey.Args("name", name)}.Message})
			}
		}
	}
	if len(twice) > 0 {
		return invalid(twice)
	}
	return nil
}

// A mediaTypeError says that a body is not of the kind that is needed.
type mediaTypeError struct{ want string }

func (e mediaTypeError) Error() string { return "media type must be " + e.want }

func (o operation) checkMediaType(r *http.Request) error {
	got, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(o.media, got) {
		return mediaTypeError{strings.Join(o.media, ", ")}
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return mediaTypeError{got + "; charset=utf-8"}
	}
	return nil
}

// checkBody reads a JSON body, checks it and puts it back.
func (o operation) checkBody(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return readError(err)
	}
	value, err := parseJSON(body)
	if err != nil {
		return err
	}
	err = o.body.VisitJSON(value, openapi3.MultiErrors(), openapi3.VisitAsRequest(),
		openapi3.EnableFormatValidation(), openapi3.DisableSchemaErrorDetails())
	if err != nil {
		return invalid(schemaMistakes(err))
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// errBroken: the body did not arrive whole.
var errBroken = errors.New("body broke off")

// readError keeps what a limit says, and tells anything else that the
// connection did from a failure of ours.
func readError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	return errBroken
}
