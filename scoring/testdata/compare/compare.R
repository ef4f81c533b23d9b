# Runs the same methods on the same data in R and in minping, and prints the
# worst deviation of each. Usage: Rscript compare.R MINPING FOLDER
# The data come with R packages and are written to FOLDER; none is kept.
suppressMessages({
  library(survey); library(metafor); library(lme4); library(psych); library(lavaan); library(jsonlite)
})
args <- commandArgs(TRUE); minping <- normalizePath(args[1]); setwd(args[2])

analyze <- function(method, file, ...) {
  out <- system2(minping, c("analyze", method, file, ..., "--json"), stdout = TRUE)
  if (!is.null(attr(out, "status"))) stop("minping analyze ", method, " failed")
  fromJSON(paste(out, collapse = "\n"))
}
results <- NULL
# compare notes the worst |x - e| / |e| (absolute where e is 0 or abs says so).
compare <- function(data, what, with, ours, theirs, tol, abs = FALSE) {
  ours <- as.numeric(unlist(ours)); theirs <- as.numeric(unlist(theirs))
  if (length(ours) != length(theirs) || anyNA(ours) || anyNA(theirs)) stop(data, ", ", what, ": figures do not pair up")
  worst <- max(abs(ours - theirs) / ifelse(abs | theirs == 0, 1, base::abs(theirs)))
  results <<- rbind(results, data.frame(data, what, with, figures = length(ours), worst, tol, ok = worst <= tol))
}

# nhanes: 8,591 people, 15 strata, 31 sampling units, weights; cholesterol has blanks.
data(nhanes); d <- nhanes
names(d) <- c("psu", "strata", "weight", "chol", "race", "age", "sex"); d$age <- as.integer(d$age)
write.csv(d, "nhanes.csv", row.names = FALSE, na = "")
design <- c("--weight", "weight", "--strata", "strata", "--cluster", "psu")
des <- svydesign(ids = ~psu, strata = ~strata, weights = ~weight, nest = TRUE, data = d)
m <- analyze("means", "nhanes.csv", "--items", "chol", "--unit", "race", "--shares", "sex,age", design)
r <- svymean(~chol, des, na.rm = TRUE, deff = TRUE); ci <- confint(r, df = degf(des))
compare("nhanes", "mean, error, interval, df", "svymean", list(m$mean$chol, m$se$chol, m$ci_lo$chol, m$ci_hi$chol, m$df), c(coef(r), SE(r), ci, degf(des)), 1e-9)
compare("nhanes", "design effect", "svymean(deff)", m$deff$chol, deff(r), 1e-9)
r <- svytotal(~chol, des, na.rm = TRUE)
compare("nhanes", "total, error", "svytotal", m$totals$chol[c("total", "se")], c(coef(r), SE(r)), 1e-9)
r <- svyby(~chol, ~race, des, svymean, na.rm = TRUE, deff = TRUE); ci <- confint(r, df = degf(des))
compare("nhanes", "domain means, errors, intervals", "svyby", m$by$chol[c("mean", "se", "ci_lo", "ci_hi")], list(coef(r), SE(r), ci), 1e-9)
compare("nhanes", "domain design effects", "svyby(deff)", m$by$chol$deff, deff(r), 1e-9)
for (v in c("sex", "age")) for (x in sort(unique(d[[v]]))) {
  r <- svyciprop(as.formula(sprintf("~I(%s == %s)", v, x)), des, method = "logit", df = degf(des))
  p <- m$ciprop[[paste0(v, x)]]
  compare("nhanes", "shares, errors, logit intervals", "svyciprop", p[c("p", "se", "ci_lo", "ci_hi")], c(coef(r), SE(r), attr(r, "ci")), 1e-8)
}
margins <- list(sex = c(130e6, 146536446), race = c(50e6, 180e6, 30e6, 16536446))
write.csv(do.call(rbind, lapply(names(margins), function(v) data.frame(variable = v, category = seq_along(margins[[v]]), population = margins[[v]]))), "margins.csv", row.names = FALSE)
known <- lapply(names(margins), function(v) setNames(data.frame(seq_along(margins[[v]]), margins[[v]]), c(v, "Freq")))
raked <- rake(des, list(~sex, ~race), known, control = list(maxit = 200, epsilon = 1e-4))
k <- analyze("rake", "nhanes.csv", "--margins", "margins.csv", "--items", "chol", design)
compare("nhanes", "raked weights", "rake", k$weights, weights(raked), 1e-7)
cal <- calibrate(des, ~factor(sex) + factor(race), c(sum(margins$sex), margins$sex[2], margins$race[-1]), calfun = "raking", epsilon = 1e-12, maxit = 200)
r <- svymean(~chol, cal, na.rm = TRUE)
compare("nhanes", "raked mean, error (regression)", "calibrate", k$items$chol[c("mean", "se")], c(coef(r), SE(r)), 1e-7)
k <- analyze("rake", "nhanes.csv", "--margins", "margins.csv", "--items", "chol", "--residuals", "sweeps", design)
r <- svymean(~chol, raked, na.rm = TRUE)
compare("nhanes", "raked mean, error (sweeps)", "rake", k$items$chol[c("mean", "se")], c(coef(r), SE(r)), 1e-7)

# dat.bangertdrowns2004: 48 studies of writing to learn, effects and their errors.
e <- data.frame(id = dat.bangertdrowns2004$id, x = as.numeric(dat.bangertdrowns2004$yi), se = sqrt(dat.bangertdrowns2004$vi))
write.csv(e, "essays.csv", row.names = FALSE)
s <- analyze("shrink", "essays.csv", "--unit", "id", "--score", "x", "--se", "se", "--method", "DL,PM,REML")
for (method in c("DL", "PM", "REML")) {
  fit <- rma(e$x, e$se^2, method = method, control = list(threshold = 1e-14, maxiter = 1000, tol = 1e-14)); b <- blup(fit)
  o <- s[[paste0("eb_", method)]]; tol <- if (method == "REML") 1e-5 else 1e-6
  compare("essays", paste0(method, ": mean, error, variance"), "metafor::rma", o[c("mu", "mu_se", "tau2")], list(fit$beta, fit$se, fit$tau2), tol)
  compare("essays", paste0(method, ": shrunken, errors"), "metafor::blup", o$units[c("eb", "eb_se")], list(b$pred, b$se), tol)
}
k <- nrow(e)
rank <- analyze("rank", "essays.csv", "--unit", "id", "--score", "x", "--se", "se", "--method", "kww_independence,pairwise_holm,rank_prob", "--ends", "5")
half <- qnorm(1 - (1 - 0.95^(1 / k)) / 2) * e$se; lo <- e$x - half; hi <- e$x + half
compare("essays", "rank regions (Klein, Wright & Wieczorek)", "by definition", rank$kww_independence$units[c("lo", "hi")],
        list(sapply(1:k, function(i) 1 + sum(lo > hi[i])), sapply(1:k, function(i) k - sum(hi < lo[i]))), 0)
z <- outer(e$x, e$x, "-") / sqrt(outer(e$se^2, e$se^2, "+")); up <- upper.tri(z)
p <- matrix(1, k, k); p[up] <- p.adjust(2 * pnorm(-abs(z[up])), "holm"); p <- pmin(p, t(p))
compare("essays", "rank regions (pairwise, Holm)", "p.adjust", rank$pairwise_holm$units[c("lo", "hi")],
        list(1 + rowSums(p < 0.05 & z < 0), k - rowSums(p < 0.05 & z > 0)), 0)
set.seed(1); B <- 200000
last <- rowSums(replicate(B, rank(-rnorm(k, e$x, e$se)) > k - 5)) / B
compare("essays", "chance of being among the last 5", "200,000 draws", rank$rank_prob$p_bottom_5, last, 4 * sqrt(0.25 / B), abs = TRUE)

# sleepstudy: reaction times of 18 drivers on 10 days.
write.csv(sleepstudy, "sleep.csv", row.names = FALSE)
s <- analyze("shrink", "sleep.csv", "--unit", "Subject", "--items", "Reaction")
fit <- lmer(Reaction ~ 1 + (1 | Subject), sleepstudy, control = lmerControl(optCtrl = list(ftol_abs = 1e-12, xtol_abs = 1e-12)))
v <- as.data.frame(VarCorr(fit))$vcov
compare("sleepstudy", "one-way REML: mean, variances", "lme4::lmer", s$reml[c("mu", "tau2", "sigma2")], c(fixef(fit), v), 1e-5)
compare("sleepstudy", "shrunken means", "lme4::ranef", s$reml$shrunken$eb[order(s$reml$shrunken$grp)], (fixef(fit) + ranef(fit)$Subject[, 1])[order(rownames(ranef(fit)$Subject))], 1e-5)
w <- reshape(sleepstudy, idvar = "Subject", timevar = "Days", direction = "wide")
names(w) <- c("subject", paste0("d", 0:9)); write.csv(w, "sleepwide.csv", row.names = FALSE)
o <- analyze("icc", "sleepwide.csv", "--items", "d0:d9")$icc; r <- ICC(w[, -1], lmer = FALSE)$results
o <- o[match(r$type, o$psych_type), ]
compare("sleepstudy", "six ICC, F, intervals", "psych::ICC", o[c("icc", "F", "lo", "hi")], r[c("ICC", "F", "lower bound", "upper bound")], 1e-6)

# HolzingerSwineford1939: nine tests of 301 children.
h <- HolzingerSwineford1939[paste0("x", 1:9)]; write.csv(h, "holzinger.csv", row.names = FALSE)
for (items in list(1:3, 4:6, 1:9)) {
  cols <- paste0("x", items); o <- analyze("reliability", "holzinger.csv", "--items", paste(cols, collapse = ","))
  r <- suppressMessages(psych::alpha(h[cols])); what <- paste(length(cols), "items:")
  compare("Holzinger", paste(what, "alpha, error, standardised"), "psych::alpha", o$alpha[c("raw_alpha", "ase", "std_alpha", "average_r")], r$total[c("raw_alpha", "ase", "std.alpha", "average_r")], 1e-8)
  compare("Holzinger", paste(what, "item analysis"), "psych::alpha", o$items[c("r_item_total_corrected", "alpha_if_deleted")], list(r$item.stats$r.drop, r$alpha.drop$raw_alpha), 1e-8)
  fit <- cfa(paste("f =~", paste(cols, collapse = " + ")), h, std.lv = TRUE); est <- lavInspect(fit, "est")
  l <- sum(est$lambda)^2; compare("Holzinger", paste(what, "omega (ML)"), "lavaan::cfa", o$omega$omega, l / (l + sum(diag(est$theta))), 1e-5)
}
o <- analyze("drivers", "holzinger.csv", "--outcome", "x1", "--items", "x4:x9"); x <- paste0("x", 4:9)
R2 <- function(s) if (length(s)) summary(lm(reformulate(s, "x1"), h))$r.squared else 0
lmg <- sapply(x, function(j) { rest <- setdiff(x, j); total <- 0
  for (n in 0:5) for (s in combn(rest, n, simplify = FALSE)) total <- total + (R2(c(s, j)) - R2(s)) / (6 * choose(5, n))
  total })
compare("Holzinger", "drivers: R2, LMG", "lm, all subsets", list(o$r2, o$drivers$lmg), list(R2(x), lmg), 1e-7)

rows <- aggregate(cbind(figures, ok) ~ data + what + with + tol, results, sum)
rows$worst <- aggregate(worst ~ data + what + with + tol, results, max)$worst
rows <- rows[order(match(rows$data, unique(results$data)), match(rows$what, unique(results$what))), ]
cat("| data | what | R | figures | worst deviation | tolerance |\n|---|---|---|---|---|---|\n")
cat(sprintf("| %s | %s | %s | %d | %.1e | %s |\n", rows$data, rows$what, rows$with, rows$figures, rows$worst, ifelse(rows$tol == 0, "equal", format(rows$tol, digits = 1))), sep = "")
cat(sprintf("\n%d figures; %s, survey %s, metafor %s, lme4 %s, psych %s, lavaan %s\n", sum(rows$figures), R.version.string,
            packageVersion("survey"), packageVersion("metafor"), packageVersion("lme4"), packageVersion("psych"), packageVersion("lavaan")))
if (!all(results$ok)) { print(results[!results$ok, ]); quit(status = 1) }
