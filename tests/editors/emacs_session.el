;;; A session in Emacs: a finding appears, its repair is applied, and a completion is taken.  -*- lexical-binding: t -*-
;;; emacs --batch -l SETTINGS -l emacs_session.el WEEK, where SETTINGS are those of docs/editors.md.

(require 'eglot)
(unless (fboundp 'markdown-mode)
  (define-derived-mode markdown-mode text-mode "Markdown"))

(defun wait-until (what ready)
  "Wait until the function READY returns a value, and return it.  WHAT is named if it never does."
  (let ((end (+ (float-time) 15)) (found nil))
    (while (not (setq found (funcall ready)))
      (when (> (float-time) end) (error "No %s" what))
      (accept-process-output nil 0.05))
    found))

(defun tell (what value)
  (princ (format "%s: %s\n" what value)))

(defun current-line ()
  (buffer-substring-no-properties (line-beginning-position) (line-end-position)))

(setq eglot-sync-connect t)
(find-file (pop command-line-args-left))
(unless (derived-mode-p 'markdown-mode) (markdown-mode))
(unless (eglot-current-server) (call-interactively #'eglot))
(wait-until "server" #'eglot-current-server)

(goto-char (point-min))
(search-forward "  - goal: Three runs")
(beginning-of-line)
(insert "  - Ship v1: docs\n")
(forward-line -1)
(eglot--signal-textDocument/didChange)
(wait-until "finding" (lambda () (flymake-diagnostics)))
(tell "finding" (flymake-diagnostic-text (car (flymake-diagnostics))))

(search-forward "Ship")
;; In batch mode there is no keyboard to choose with; `t' says that the mouse was not used.
(let ((last-nonmenu-event t))
  (cl-letf (((symbol-function 'completing-read) (lambda (_prompt actions &rest _) (caar actions))))
    (call-interactively #'eglot-code-actions)))
(tell "repaired" (current-line))

(search-forward "\ncall:")
(beginning-of-line)
(insert "outcomes:\n  gra\n")
(backward-char)
(completion-at-point)
(tell "completed" (current-line))

(goto-char (point-min))
(search-forward "grant draft")
(tell "hover" (wait-until "hover" (lambda () (let (said) (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text))) (wait-until "answer" (lambda () said))))))
(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
